using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class ModelFitTests
{
    private static readonly double[] A = [0.9, 0.35, 0.0, 1.1];
    private static readonly double[] B = [0.0813, 0.2];

    [Theory]
    [InlineData(0.0, 1e-4)]
    [InlineData(0.1, 6e-3)] // about four standard errors: 0.029 / sqrt(4000 * 1/3), and the pull of the first model
    public void It_finds_the_plant_behind_its_transitions(double noise, double tolerance)
    {
        var fit = new ModelFit([1.0, 0.25, 0.0, 1.0], [0.0312, 0.25], [0.0, 0.0], weight: 0.01);
        var random = new Xoshiro256(5);
        for (var k = 0; k < 4_000; k++)
        {
            double[] x = [random.NextUniform(-1, 1), random.NextUniform(-1, 1)];
            double[] u = [random.NextUniform(-1, 1)];
            var e = random.NextUniform(-noise, 0.0);
            fit.Add(x, u, [(A[0] * x[0]) + (A[1] * x[1]) + (B[0] * u[0]) + e, (A[2] * x[0]) + (A[3] * x[1]) + (B[1] * u[0])]);
        }

        double[] expected = [A[0], A[1], B[0], -0.5 * noise, A[2], A[3], B[1], 0.0];
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], fit.Model[k], tolerance);
        var next = new double[2];
        fit.Predict([1.0, 1.0], [1.0], next);
        Assert.Equal(A[0] + A[1] + B[0] - (0.5 * noise), next[0], 4 * tolerance);
    }

    [Fact]
    public void It_stays_at_its_first_model_where_transitions_say_nothing()
    {
        // Only the sum of A and offset is seen; what is not seen stays where it was.
        var fit = new ModelFit([1.0], [0.5], [0.0], weight: 0.1);
        for (var k = 0; k < 1_000; k++)
            fit.Add([1.0], [0.0], [0.8]);
        Assert.Equal(0.5, fit.Model[1]);
        Assert.Equal(0.8, fit.Model[0] + fit.Model[2], 1e-3);
        Assert.Equal(0.9, fit.Model[0], 1e-3);
    }
}
