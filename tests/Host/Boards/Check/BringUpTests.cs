using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Check;

/// <summary>The bring-up of simulated boards, wired right and as beginners do.</summary>
public sealed class BringUpTests
{
    private static readonly string[] Parts = ["supply", "motors", "encoders", "gyroscope", "lights", "stop button"];

    [Fact]
    public void A_board_that_is_wired_right_passes_every_part()
    {
        var steps = Steps(new SimulatedWiring(), _ => true);
        Assert.Equal(Parts, steps.Select(step => step.Part));
        Assert.All(steps, step => Assert.True(step.Verdict == CheckStep.Ok, $"{step}"));
    }

    [Fact]
    public void Where_nobody_is_what_only_a_person_sees_is_skipped()
    {
        var steps = Steps(new SimulatedWiring(), null);
        Assert.Equal("lights", Assert.Single(steps, step => step.Verdict == CheckStep.Skipped).Part);
    }

    public static TheoryData<string, SimulatedWiring, string, string> Faults => new()
    {
        { "swapped motors", new SimulatedWiring { AreMotorsSwapped = true }, "motors", "swapped" },
        { "reversed motor", new SimulatedWiring { IsLeftMotorReversed = true }, "motors", "left wheel counts backwards" },
        { "dead encoder", new SimulatedWiring { IsLeftEncoderDead = true }, "encoders", "left encoder counts nothing" },
        { "gyroscope upside down", new SimulatedWiring { IsGyroscopeUpsideDown = true }, "gyroscope", "mrad/s in a turn to the left" },
        { "no gyroscope", new SimulatedWiring { HasGyroscope = false }, "gyroscope", "none answers" },
        { "stop wire cut", new SimulatedWiring { IsStopWireCut = true }, "stop button", "pressed, though nobody" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_found_where_it_is(string fault, SimulatedWiring wiring, string part, string says)
    {
        var steps = Steps(wiring, _ => true);
        var found = steps.FirstOrDefault(step => step.IsFailed);
        Assert.True(found?.Part == part, $"{fault}: {string.Join("; ", steps)}");
        Assert.Contains(says, found!.Detail, StringComparison.Ordinal);
        Assert.NotNull(found.Next);
    }

    [Fact]
    public void A_flat_battery_is_said_first()
    {
        var board = new SimulatedBoard(truth: new DifferentialDriveOptions { BatteryV = 5.2 }, wiring: new SimulatedWiring());
        var step = new BringUp(new BoardConsoleClient(board, TimeSpan.FromSeconds(3)), board, null).Run().First();
        Assert.True(step is { Part: "supply", IsFailed: true }, $"{step}");
    }

    [Fact]
    public void A_button_that_does_nothing_is_found()
    {
        var board = new SimulatedBoard(wiring: new SimulatedWiring());
        var steps = new BringUp(new BoardConsoleClient(board, TimeSpan.FromSeconds(3)), board, _ => true, _ => { }).Run().ToList();
        Assert.Equal("pressing it changes nothing", Assert.Single(steps, step => step.IsFailed).Detail);
    }

    private static List<CheckStep> Steps(SimulatedWiring wiring, Func<string, bool>? ask)
    {
        var board = new SimulatedBoard(wiring: wiring);
        return [.. new BringUp(
            new BoardConsoleClient(board, TimeSpan.FromSeconds(3)), board, ask, board.Body.PressEmergencyStop).Run()];
    }
}
