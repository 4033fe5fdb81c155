using MultiAgentEdge.Host.Missions.Formation.Learning;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Learning;

public sealed class PushGuardTests
{
    private static readonly double[][] Start = [[0.0]];
    private static readonly double[][] Next = [[1.0]];
    private readonly Xoshiro256 random = new(3);
    private readonly PushGuard guard = new(Start, standardErrors: 3.0, tolerance: 0.25, divergenceFactor: 5.0);

    [Fact]
    public void What_costs_less_becomes_the_best_and_what_costs_much_more_goes_back_to_it()
    {
        Drive(mean: 1.0, batches: 8);
        guard.Accept();
        guard.Present(Next);
        Drive(mean: 0.5, batches: 8);
        Assert.False(guard.MustGoBack());
        guard.Accept();
        Assert.Equal([1.0], guard.Best[0]);

        guard.Present([[2.0]]);
        Drive(mean: 0.9, batches: PushGuard.BatchesToJudge - 1);
        Assert.False(guard.MustGoBack());
        Drive(mean: 0.9, batches: 1);
        Assert.True(guard.MustGoBack());
        Assert.Equal(1, guard.Rollbacks);
        Assert.Equal([1.0], guard.Best[0]);
    }

    [Fact]
    public void What_is_worse_by_chance_or_by_little_stays()
    {
        var goneBack = 0;
        for (var push = 0; push < 200; push++)
        {
            var fair = new PushGuard(Start, standardErrors: 3.0, tolerance: 0.25, divergenceFactor: 5.0);
            Drive(fair, mean: 1.0, batches: 8);
            fair.Present(Next);
            Drive(fair, mean: 1.1, batches: 8);
            goneBack += fair.MustGoBack() ? 1 : 0;
        }

        Assert.InRange(goneBack, 0, 4);
    }

    [Fact]
    public void A_single_batch_far_beyond_the_best_is_enough_and_so_is_one_that_is_no_number()
    {
        Drive(mean: 1.0, batches: 8);
        guard.Present(Next);
        Drive(mean: 8.0, batches: 1);
        Assert.True(guard.MustGoBack());

        guard.Present(Start);
        Assert.False(guard.MustGoBack());
        guard.Present(Next);
        Drive(mean: double.NaN, batches: 1);
        Assert.True(guard.MustGoBack());
    }

    [Fact]
    public void Going_back_goes_on_measuring_the_best_so_that_luck_wears_off()
    {
        Drive(mean: 1.0, batches: 8);
        guard.Present(Next);
        Drive(mean: 9.0, batches: 1);
        Assert.True(guard.MustGoBack());
        guard.Present(guard.Best);
        Drive(mean: 2.0, batches: 8);

        Assert.InRange(guard.BestCost, 1.3, 1.7);
        Assert.False(guard.MustGoBack());
    }

    [Fact]
    public void It_goes_on_from_what_was_saved()
    {
        Drive(mean: 1.0, batches: 8);
        guard.Present(Next);
        Drive(mean: 2.0, batches: 3);
        using var memory = new MemoryStream();
        guard.Save(new BinaryWriter(memory));
        memory.Position = 0;
        var restored = new PushGuard(Start, standardErrors: 3.0, tolerance: 0.25, divergenceFactor: 5.0);
        restored.Load(new BinaryReader(memory));

        Assert.Equal((guard.BestCost, guard.PresentCost), (restored.BestCost, restored.PresentCost));
        Assert.Equal([1.0], restored.Driven[0]);
        Drive(restored, mean: 2.0, batches: 1);
        Assert.True(restored.MustGoBack());
    }

    private void Drive(double mean, int batches) => Drive(guard, mean, batches);

    private void Drive(PushGuard driven, double mean, int batches)
    {
        for (var k = 0; k < batches * MeasuredCost.BatchPeriods; k++)
            driven.Add(mean * (1.0 + (0.5 * random.NextGaussian())));
    }
}
