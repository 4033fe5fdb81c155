using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "emergency stop".</summary>
public class EmergencyStopTests
{
    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.3, true)]
    [InlineData(0.7, true)]
    [InlineData(0.3, false)]
    public void The_rovers_own_button_stops_it_at_once_whenever_it_is_pressed(double phase, bool isBrokerUp)
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(20 + phase);
        if (!isBrokerUp)
            fleet.Broker.Kill();
        fleet.Buttons[0].IsPressed = true;
        fleet.Rovers[0].Poll();

        Assert.True(fleet.Bodies[0].IsStopped);
        Assert.Equal(RoverMode.EmergencyStop, fleet.Agent(0).Mode);

        // Released, it stays where it is, whatever the host wants.
        fleet.Buttons[0].IsPressed = false;
        fleet.Session.Command(fleet.Names[0], RoverCommand.Arm);
        fleet.Session.Command(fleet.Names[0], RoverCommand.Start, 1);
        fleet.Run(30);
        Assert.True(fleet.Bodies[0].IsStopped);
        Assert.Equal(RoverMode.EmergencyStop, fleet.Agent(0).Mode);
    }

    [Fact]
    public void A_remote_stop_holds_within_two_periods_and_until_it_is_reset_and_armed_by_a_person()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(20.3);
        fleet.Session.Command(fleet.Names[1], RoverCommand.EmergencyStop);
        Assert.True(fleet.RunUntil(() => fleet.Bodies[1].IsStopped && fleet.Agent(1).Mode == RoverMode.EmergencyStop, 2));

        fleet.Session.Command(fleet.Names[1], RoverCommand.ResetEmergencyStop);
        fleet.Run(20);
        Assert.Equal(RoverMode.Disarmed, fleet.Agent(1).Mode);
        Assert.True(fleet.Bodies[1].IsStopped);

        fleet.Session.Command(fleet.Names[1], RoverCommand.Arm);
        Assert.True(fleet.RunUntil(() => fleet.Agent(1).IsDriving, 20), $"{fleet.Agent(1).Mode}");
        Assert.True(fleet.RunUntil(() => fleet.Agent(1).Tick == fleet.Agent(0).Tick, 2));
    }

    [Fact]
    public void A_stop_from_an_old_session_still_stops_but_nothing_else_of_it_counts()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(10.5);
        using var old = new CommandSender(fleet, epoch: 0);
        old.Send(0, RoverCommand.Disarm);
        fleet.Run(1);
        Assert.Equal(RoverMode.Running, fleet.Agent(0).Mode);

        old.Send(0, RoverCommand.EmergencyStop);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.EmergencyStop, 1));
    }

    [Fact]
    public void A_button_held_down_cannot_be_reset()
    {
        using var fleet = new TestFleet().Start();
        fleet.Buttons[0].IsPressed = true;
        fleet.Run(1);
        fleet.Session.Command(fleet.Names[0], RoverCommand.ResetEmergencyStop);
        fleet.Run(2);
        Assert.Equal(RoverMode.EmergencyStop, fleet.Agent(0).Mode);
    }
}
