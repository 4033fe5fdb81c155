using MultiAgentEdge.Host.Training.Mappo;

namespace MultiAgentEdge.Tests.Host.Training.Mappo;

public sealed class ValueNormaliserTests
{
    [Fact]
    public void The_first_returns_already_set_mean_and_deviation()
    {
        var normaliser = new ValueNormaliser(0.99);
        Assert.Equal(5.0, normaliser.Denormalise(5.0));
        normaliser.Follow([8f, 12f]);
        Assert.Equal(0.0, normaliser.Normalise(10.0), 1e-9);
        Assert.Equal(1.0, normaliser.Normalise(12.0), 1e-9);
        Assert.Equal(7.3, normaliser.Denormalise(normaliser.Normalise(7.3)), 1e-9);
    }

    [Fact]
    public void Later_returns_move_them_and_a_reset_forgets()
    {
        var normaliser = new ValueNormaliser(0.5);
        normaliser.Follow([0f, 0f]);
        normaliser.Follow([3f, 3f]);
        // Weights 1/4 and 1/2 of 3/4: a mean of 2.
        Assert.Equal(2.0, normaliser.Denormalise(0.0), 1e-9);
        normaliser.Reset();
        Assert.Equal(5.0, normaliser.Denormalise(5.0));
    }
}
