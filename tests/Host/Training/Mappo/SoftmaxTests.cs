using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Mappo;

public sealed class SoftmaxTests
{
    // Both sides of the band, both signs of the advantage; central differences in double of the loss itself.
    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(1.0, 0.5)]
    [InlineData(1.0, -0.5)]
    [InlineData(-1.5, 0.0)]
    [InlineData(-1.5, 0.5)]
    [InlineData(-1.5, -0.5)]
    public void The_policy_s_slope_equals_the_finite_difference(double advantage, double logRatio)
    {
        double[] z = [0.3, -0.7, 1.1, 0.2, -0.4];
        const int action = 2;
        var oldLog = LogProbability(z, action) - logRatio;
        var slope = new float[5];
        Softmax.PolicySlope([.. z.Select(v => (float)v)], action, (float)oldLog, (float)advantage, 0.2f, 0.01f, 0.5f, slope);
        const double h = 1e-6;
        for (var j = 0; j < 5; j++)
        {
            double[] up = [.. z], down = [.. z];
            up[j] += h;
            down[j] -= h;
            var expected = (Loss(up, action, oldLog, advantage) - Loss(down, action, oldLog, advantage)) / (2 * h);
            Assert.Equal(expected, slope[j], 2e-6);
        }
    }

    [Fact]
    public void Actions_are_drawn_as_often_as_they_are_probable()
    {
        const int rows = 40_000;
        double[] z = [0.3, -0.7, 1.1, 0.2, -2.4];
        var logits = Enumerable.Range(0, rows * 5).Select(i => (float)z[i % 5]).ToArray();
        var actions = new int[rows];
        var logs = new float[rows];
        Softmax.Sample(rows, 5, logits, new Xoshiro256(1), actions, logs);
        for (var j = 0; j < 5; j++)
        {
            var p = Math.Exp(LogProbability(z, j));
            // Five standard errors of a share.
            Assert.Equal(p, actions.Count(action => action == j) / (double)rows, 5 * Math.Sqrt(p * (1 - p) / rows));
        }

        for (var row = 0; row < 100; row++)
            Assert.Equal(LogProbability(z, actions[row]), logs[row], 1e-5);
    }

    [Fact]
    public void The_greatest_logit_is_the_first_of_equals() => Assert.Equal(1, Softmax.Argmax([0f, 2f, 2f, 1f]));

    private static double Loss(double[] z, int action, double oldLog, double advantage)
    {
        var ratio = Math.Exp(LogProbability(z, action) - oldLog);
        var entropy = -Enumerable.Range(0, z.Length).Sum(j => Math.Exp(LogProbability(z, j)) * LogProbability(z, j));
        return 0.5 * (-Math.Min(ratio * advantage, Math.Clamp(ratio, 0.8, 1.2) * advantage) - (0.01 * entropy));
    }

    private static double LogProbability(double[] z, int action) => z[action] - Math.Log(z.Sum(Math.Exp));
}
