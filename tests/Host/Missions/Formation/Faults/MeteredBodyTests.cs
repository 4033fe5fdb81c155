using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Missions.Formation.Faults;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Faults;

public class MeteredBodyTests
{
    private readonly Inner inner = new();

    [Fact]
    public void It_remembers_the_largest_change_of_either_sign()
    {
        var body = new MeteredBody(inner);
        foreach (var input in new[] { 0.2, 0.5, -0.4, -0.3 })
            Assert.True(body.TryActuate([input]));

        Assert.Equal(0.9, body.LargestChange, 1e-12);
        Assert.Equal(-0.3, inner.Input);
    }

    [Fact]
    public void A_stop_counts_as_no_change_and_what_follows_begins_from_zero()
    {
        var body = new MeteredBody(inner);
        body.TryActuate([0.4]);
        body.Stop();
        Assert.True(inner.IsStopped);
        body.TryActuate([-0.3]);

        Assert.Equal(0.4, body.LargestChange, 1e-12);
    }

    [Fact]
    public void What_the_body_says_goes_through()
    {
        var body = new MeteredBody(inner);
        var state = new double[1];

        Assert.True(body.TrySense(state));
        Assert.Equal((7.0, 1, 2), (state[0], body.StateCount, body.InputCount));
        inner.Takes = false;
        Assert.False(body.TryActuate([0.1]));
    }

    private sealed class Inner : IBody
    {
        public bool Takes { get; set; } = true;

        public double Input { get; private set; }

        public bool IsStopped { get; private set; }

        public int StateCount => 1;

        public int InputCount => 2;

        public bool TrySense(double[] state)
        {
            state[0] = 7.0;
            return true;
        }

        public bool TryActuate(double[] input)
        {
            Input = input[0];
            return Takes;
        }

        public void Stop() => IsStopped = true;
    }
}
