using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class ThetaGuardTests
{
    [Fact]
    public void It_keeps_the_cheapest_and_calls_divergence_above_its_factor()
    {
        double[][] theta = [[1.0], [2.0, 3.0]];
        var guard = new ThetaGuard(theta, cost: 4.0, divergenceFactor: 2.0);
        theta[0][0] = 5.0;
        Assert.Equal(1.0, guard.Best[0][0]);
        Assert.Equal(ThetaVerdict.Worse, guard.Judge(theta, 8.0));
        Assert.Equal(ThetaVerdict.Best, guard.Judge(theta, 3.0));
        theta[0][0] = 6.0;
        Assert.Equal(5.0, guard.Best[0][0]);
        Assert.Equal(ThetaVerdict.Diverged, guard.Judge(theta, 6.1));
        Assert.Equal(ThetaVerdict.Diverged, guard.Judge(theta, double.NaN));
        Assert.Equal(ThetaVerdict.Diverged, guard.Judge(theta, double.PositiveInfinity));
        Assert.Equal(3, guard.Rollbacks);
        Assert.Equal(3.0, guard.BestCost);
    }
}
