using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Firmware.Rover;

/// <summary>What a learner may ask a driving rover to try.</summary>
public class ExplorationTests
{
    [Fact]
    public void A_probe_moves_the_applied_input_by_itself()
    {
        var (plain, probed) = (new LoneRover().Start(), new LoneRover().Start());
        probed.Link.Probe = [-0.02];
        plain.Run(1);
        probed.Run(1);

        Assert.Equal(-0.02, probed.Agent.Applied[0] - plain.Agent.Applied[0], 1e-12);
    }

    [Theory]
    [InlineData(10.0, 0.5)]
    [InlineData(-10.0, -0.5)]
    public void It_is_half_of_the_box_at_most_and_never_leaves_the_box(double probe, double most)
    {
        var (plain, probed) = (new LoneRover().Start(), new LoneRover().Start());
        probed.Link.Probe = [probe];
        plain.Run(1);
        probed.Run(1);

        Assert.Equal(Math.Clamp(plain.Agent.Applied[0] + most, -1.0, 1.0), probed.Agent.Applied[0], 1e-12);
    }

    [Fact]
    public void A_rover_that_no_longer_hears_the_host_tries_nothing()
    {
        var (plain, probed) = (new LoneRover().Start(), new LoneRover().Start());
        probed.Link.Probe = [-0.3];
        plain.Link.Answers = probed.Link.Answers = false;
        plain.Run(1);
        probed.Run(1);

        Assert.Equal(plain.Agent.Applied[0], probed.Agent.Applied[0]);
        Assert.Equal(RoverMode.Running, probed.Agent.Mode);
    }

    [Fact]
    public void A_probe_of_another_length_is_none()
    {
        var (plain, probed) = (new LoneRover().Start(), new LoneRover().Start());
        probed.Link.Probe = [-0.3, -0.3];
        plain.Run(1);
        probed.Run(1);

        Assert.Equal(plain.Agent.Applied[0], probed.Agent.Applied[0]);
    }
}
