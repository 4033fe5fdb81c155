using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Rover;

public class ParameterReceiverTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void A_set_with_a_longer_state_than_the_rover_keeps_is_refused_by_name(int stateCapacity, bool taken)
    {
        var sense = new CoverageSense(1, 1, 0);
        var policy = new CoveragePolicy { Sense = sense,
            Layers = [new CoverageLayer(sense.Width, 5, new float[5 * sense.Width], new float[5])] };
        var rover = new LoneRover(
            CoverageParameterSet.Build(policy, [0.5, -0.25], 1),
            _ => new LinearBody(new LinearBodyOptions { A = new double[16], B = new double[8], InitialState = new double[4] }),
            stateCapacity);

        rover.Push();
        rover.Run(4);

        Assert.Equal(taken ? 1u : 0u, rover.Agent.ParameterVersion);
        Assert.Contains(taken ? "active" : "does not fit this rover", rover.Link.LastReport, StringComparison.Ordinal);
    }
}
