using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Missions.Formation.Run.Views;
using MultiAgentEdge.Host.Telemetry;
using Spectre.Console;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Run.Views;

public sealed class FormationFrameTests
{
    private static readonly RunInfo Info = new(
        "demo [brackets]", 200, 0.25, "in-process", ["a – b"], [(0, 0.5), (-1000, 1000)], [RoverSignals.Wheels, RoverSignals.Plant(2, 1)]);

    private static PeriodRecord Record(double position, double error) => new(
        4, 1.0, 0.5, [error], 2, 1e-3, [0.1],
        [new RoverRecord("a", "running", 1, [position, 0], [0.25], "Solved", 3, 12, 0),
            new RoverRecord("b", "safe-stop", 2, [], [], "Failed", 0, 0, 7)]);

    [Fact]
    public void A_frame_shows_errors_modes_versions_and_what_is_left()
    {
        var text = Draw(Record(0.25, -0.3));
        Assert.Contains("-0.300 m", text, StringComparison.Ordinal);
        Assert.Contains("safe-stop", text, StringComparison.Ordinal);
        Assert.Contains("v2", text, StringComparison.Ordinal);
        Assert.Contains("48.75 s left", text, StringComparison.Ordinal);
        Assert.Contains("a note [with brackets]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e300)]
    public void A_broken_signal_is_shown_and_breaks_nothing(double value)
    {
        Assert.Contains("◆", Draw(Record(0.25, value)), StringComparison.Ordinal);
        Assert.NotEmpty(Draw(Record(value, 0)));
        Assert.Contains("misses=7", FormationFrame.Line(Record(value, value), Info, 5), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rover_moves_along_its_strip() =>
        Assert.True(
            Draw(Record(0.0, 0)).IndexOf('◆', StringComparison.Ordinal) < Draw(Record(0.5, 0)).IndexOf('◆', StringComparison.Ordinal));

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(160)]
    public void It_keeps_to_the_width_of_the_terminal(int width)
    {
        var lines = Draw(Record(0.25, -0.0001), width).Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(
            2,
            lines.Count(line => line.StartsWith('a') || line.StartsWith('b'))
                - lines.Count(line => line.Contains('–', StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(-0.0001, "0.000 m")]
    [InlineData(0.0001, "0.000 m")]
    [InlineData(-0.3, "-0.300 m")]
    [InlineData(0.3, "+0.300 m")]
    public void What_rounds_to_zero_has_no_sign(double error, string shown)
    {
        var text = Draw(Record(0.25, error));
        Assert.Contains(" " + shown, text, StringComparison.Ordinal);
        Assert.DoesNotContain("-+", text, StringComparison.Ordinal);
        Assert.DoesNotContain("-+", FormationFrame.Line(Record(0.25, error), Info, 5), StringComparison.Ordinal);
    }

    private static string Draw(PeriodRecord record, int width = 160)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        console.Write(FormationFrame.Render(record, Info, 5, ["a note [with brackets]"], width));
        return writer.ToString();
    }
}
