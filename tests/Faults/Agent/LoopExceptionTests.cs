using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>An unhandled exception ends a board's thread silently: the agent must catch all, stop, and say so.</summary>
public class LoopExceptionTests
{
    [Fact]
    public void A_driver_that_throws_stops_the_rover_which_says_so_and_lives()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(20.5);
        fleet.Bodies[0].Throws = new InvalidOperationException("a bug");

        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.SafeStop, 1.1));
        Assert.True(fleet.Bodies[0].IsStopped);
        Assert.Equal(0.0, fleet.Agent(0).Applied[0]);
        fleet.Run(0.5);
        var presence = fleet.Session.Roster[fleet.Names[0]];
        Assert.Equal(RoverMode.SafeStop, presence.Mode);
        Assert.NotEqual(0u, presence.Faults & FaultFlags.LoopException);

        // As long as it throws it is not armed again; once it has stopped to, the mission brings it back.
        fleet.Run(20);
        Assert.Equal(RoverMode.SafeStop, fleet.Agent(0).Mode);
        fleet.Bodies[0].Throws = null;
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.Running, 20), $"{fleet.Agent(0).Mode}");
        Assert.Equal(0u, fleet.Agent(0).Faults & FaultFlags.LoopException);
    }
}
