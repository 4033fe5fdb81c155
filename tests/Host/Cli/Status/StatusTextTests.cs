using System.Globalization;
using MultiAgentEdge.Host.Cli.Status;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using Spectre.Console;

namespace MultiAgentEdge.Tests.Host.Cli.Status;

public sealed class StatusTextTests
{
    private static readonly DateTimeOffset Lost = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(0.2, "0.2 s ago")]
    [InlineData(59.9, "59.9 s ago")]
    [InlineData(90, "2 min ago")]
    [InlineData(7200, "2.0 h ago")]
    [InlineData(400_000, "5 days ago")]
    [InlineData(-5, "0.0 s ago")]
    public void A_lost_rover_has_last_values_with_names_units_and_an_age(double ageS, string expected)
    {
        var view = View("""{"counts_way":true,"firmware":"0.2.0","signal_dbm":-61}""", ageS);
        Assert.Equal(("lost", expected), (StatusText.Mode(view), StatusText.Age(view)));
        Assert.Equal(("v3", "7.40", "-61"), (StatusText.Set(view), StatusText.Battery(view), StatusText.Signal(view)));
        Assert.Equal("position 0.500 m, speed -1.000 m/s", StatusText.State(view));
        Assert.Equal(
            $"a lost set v3 0.2.0 link-lost 7.40 V -61 dBm position 0.500 m, speed -1.000 m/s (said {expected})", StatusText.Line(view));
        var json = RoverJson.Of(view);
        Assert.Equal(("lost", "running"), ((string?)json["mode"], (string?)json["mode_before"]));
        Assert.Equal((3u, -61), ((uint)json["parameter_version"]!, (int)json["signal_dbm"]!));
        Assert.Equal("speed_m_s", (string?)json["state_names"]![1]);
        Assert.Equal(Math.Max(0, ageS), (double)json["values_s_ago"]!, 6);
        var text = Table(view);
        Assert.Contains("signal dBm", text, StringComparison.Ordinal);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_nobody_saw_go_says_what_is_retained_and_no_more()
    {
        var view = View("""{"firmware":"0.2.0"}""", null);
        Assert.Equal("a lost set v2 0.2.0 (nobody was there who would know what it said)", StatusText.Line(view));
        var json = RoverJson.Of(view);
        Assert.Equal(2u, (uint)json["parameter_version"]!);
        Assert.All(new[] { "values_s_ago", "tick", "battery_v" }, key => Assert.Null(json[key]));
        Assert.DoesNotContain("signal", Table(view), StringComparison.Ordinal);
        Assert.Equal("b unknown", StatusText.Line(RoverView.Of("b", null, 0, Lost)));
    }

    // A rover that is lost, as a host finds it that has just come.
    private static RoverView View(string info, double? ageS)
    {
        var broker = new InProcessBroker();
        using var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "rover" });
        void Say(string leaf, byte[] payload) => link.TryPublish($"mae/1/f/a/{leaf}", payload, QualityOfService.AtLeastOnce, retain: true);
        Say("info", System.Text.Encoding.ASCII.GetBytes(info));
        Say("param/reported", """{"status":"active","version":2,"active_version":2}"""u8.ToArray());
        Say("state", "lost"u8.ToArray());
        if (ageS is not null)
            Say("last", new LastWord(Lost, RoverMode.Running, 9, 3, FaultFlags.LinkLost, 7.4, [0.5, -1]).Write());
        var host = new InProcessLink(broker);
        host.Connect(new LinkOptions { ClientId = "host" });
        using var session = new FleetSession(host, "f");
        session.Subscribe();
        session.Poll(0);
        return RoverView.Of("a", session.Roster["a"], 0, Lost.AddSeconds(ageS ?? 0));
    }

    private static string Table(RoverView view)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 400;
        console.Write(StatusTable.Of([view]));
        return text.ToString();
    }
}
