using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Coordination;

public class PacedCommandsTests
{
    private readonly InProcessBroker broker = new();

    [Fact]
    public void The_same_command_goes_once_a_second_and_another_at_once()
    {
        using var session = CoordinationSession.Open(broker);
        var rover = new FakeRover(broker, "a");
        var commands = new PacedCommands(session);

        Assert.True(commands.Send("a", RoverCommand.Arm, 0, 0));
        Assert.False(commands.Send("a", RoverCommand.Arm, 0, 999_999));
        Assert.True(commands.Send("a", RoverCommand.Start, 1, 999_999));
        Assert.True(commands.Send("a", RoverCommand.Arm, 0, 1_000_000));
        commands.Forget();
        Assert.True(commands.Send("a", RoverCommand.Arm, 0, 1_000_000));

        rover.Listen();
        Assert.Equal(4, rover.Commands.Count);
    }

    [Fact]
    public void A_command_goes_again_at_once_under_another_session_number_though_time_stands()
    {
        using var session = CoordinationSession.Open(broker);
        session.BeginEpoch();
        var rover = new FakeRover(broker, "a");
        var commands = new PacedCommands(session);
        Assert.True(commands.Send("a", RoverCommand.Arm, 0, 5));
        // It has heard a later coordinator, and took the command for an old one.
        rover.State(RoverMode.Disarmed, coordinatorEpoch: 9);
        session.Poll(5);

        Assert.True(commands.Send("a", RoverCommand.Arm, 0, 5));
        Assert.False(commands.Send("a", RoverCommand.Arm, 0, 5));
        rover.Listen();
        Assert.Equal([1u, 10u], rover.Epochs);
    }
}
