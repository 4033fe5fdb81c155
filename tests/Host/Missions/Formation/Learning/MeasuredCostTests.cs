using MultiAgentEdge.Host.Missions.Formation.Learning;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Learning;

public sealed class MeasuredCostTests
{
    [Fact]
    public void The_standard_error_covers_the_spread_of_means_although_neighbouring_costs_depend_on_each_other()
    {
        // x+ = 0.8 x + noise: neighbours are correlated, and a formula for independent samples would claim a third of the real error.
        var random = new Xoshiro256(1);
        var means = new List<double>();
        var claimed = new List<double>();
        for (var run = 0; run < 200; run++)
        {
            var measured = new MeasuredCost();
            var x = 0.0;
            for (var k = 0; k < 500; k++)
            {
                x = (0.8 * x) + random.NextGaussian();
                measured.Add(x);
            }

            means.Add(measured.Mean);
            claimed.Add(measured.StandardError);
        }

        var spread = Math.Sqrt(means.Average(mean => mean * mean));
        Assert.InRange(claimed.Average() / spread, 0.75, 1.25);
    }

    [Fact]
    public void Only_whole_batches_count()
    {
        var measured = new MeasuredCost();
        Assert.True(double.IsNaN(measured.Mean));
        for (var k = 0; k < MeasuredCost.BatchPeriods - 1; k++)
            measured.Add(100);
        measured.ForgetOpenBatch();
        for (var k = 0; k < 2 * MeasuredCost.BatchPeriods; k++)
            measured.Add(k < MeasuredCost.BatchPeriods ? 1 : 3);

        Assert.Equal((2, 2.0, 3.0), (measured.Batches, measured.Mean, measured.LastBatch));
        // Two batches, 1 and 3: deviation sqrt(2), error sqrt(2) / sqrt(2).
        Assert.Equal(1.0, measured.StandardError, 1e-12);
    }
}
