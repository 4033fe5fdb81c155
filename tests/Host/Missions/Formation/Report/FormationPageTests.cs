using System.Text.Json;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Report;

public sealed class FormationPageTests
{
    private static FormationReport Report(string name, int periods, string body = "rover") => new()
    {
        Title = "Demo",
        Headline = "a < b & c",
        Facts = [("seed", "1"), (name, name)],
        Comparison = [("stage cost", 8, 2), ("broken", double.NaN, 0)],
        CouplingNames = [name],
        CouplingPairs = [(0, 1)],
        CouplingTargetM = [-2],
        PositionLimitM = [(0, 0.5), (-1, 1)],
        Signals = [RoverSignals.Of(body, 2, 1), RoverSignals.Of(body, 2, 1)],
        Periods = [.. Enumerable.Range(0, periods).Select(k => new PeriodRecord(
            k, k * 0.25, 1.23456789, [k == 1 ? double.NaN : 0.5], 2, 1e-3, k == 0 ? [] : [0.1],
            [new RoverRecord(name, "running", 1, [0, 0], [0], "Solved", 1, 1, 0),
                new RoverRecord("b", "running", 1, [1, 0], [0], "Solved", 1, 1, 0)]))],
    };

    [Fact]
    public void The_file_stands_alone()
    {
        var html = FormationPage.Of(Report("a", 3)).ToHtml();
        Assert.DoesNotMatch(new Regex("(src|href)\\s*=|@import|url\\(", RegexOptions.IgnoreCase), Markup(html));
        Assert.DoesNotContain("{{", Markup(html), StringComparison.Ordinal);
        Assert.Contains("uPlot", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_outside_cannot_become_markup()
    {
        const string Hostile = "</script><img onerror=x>{{data}}\"'";
        var html = FormationPage.Of(Report(Hostile, 2)).ToHtml();
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Equal(Hostile, Data(html)[0].GetProperty("rovers")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Data_has_a_point_for_every_period_and_null_where_there_is_no_number()
    {
        var data = Data(FormationPage.Of(Report("a", 3)).ToHtml());
        Assert.Equal(3, data[0].GetProperty("time").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, data[0].GetProperty("couplings")[0].GetProperty("error")[1].ValueKind);
        Assert.Equal(JsonValueKind.Null, Y(data, "multiplier, cost/m", 0)[0].ValueKind);
        Assert.Equal(1.23457, Y(data, "cost", 0)[0].GetDouble());
        Assert.Equal(0, Data(FormationPage.Of(Report("a", 0)).ToHtml())[0].GetProperty("time").GetArrayLength());
    }

    [Fact]
    public void A_linear_plant_has_no_speed_no_acceleration_and_no_front()
    {
        var linear = FormationPage.Of(Report("a", 3, "linear")).ToHtml();
        var labels = Labels(linear);
        Assert.DoesNotContain(labels, label => label!.Contains("m/s", StringComparison.Ordinal));
        Assert.Contains("second state", labels);
        Assert.Contains("input", labels);
        Assert.DoesNotContain("Speeds", Markup(linear), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Data(linear)[0].GetProperty("rovers")[0].GetProperty("speed").ValueKind);
        Assert.Contains("speed, m/s", Labels(FormationPage.Of(Report("a", 3)).ToHtml()));
    }

    [Fact]
    public void A_run_that_ended_early_says_so_above_all_else() =>
        Assert.Contains(
            "<p class=\"notice\" role=\"note\">stopped &lt;early&gt;</p>",
            Markup((FormationPage.Of(Report("a", 1)) with { Notice = "stopped <early>" }).ToHtml()), StringComparison.Ordinal);

    private static List<string?> Labels(string html) =>
        [.. Data(html)
            .EnumerateArray()
            .Where(section => Kind(section) == "chart")
            .Select(section => section.GetProperty("yLabel").GetString())];

    [Fact]
    public void A_new_version_is_marked_and_a_rover_in_trouble_shaded()
    {
        var report = Report("a", 6);
        var periods = report.Periods.Select((period, k) => period with
        {
            Rovers = [period.Rovers[0] with { ParameterVersion = k < 4 ? 1u : 2u },
                period.Rovers[1] with { Mode = k is 1 or 2 ? "degraded" : "running" }],
        });
        var chart = Data(FormationPage.Of(report with { Periods = [.. periods] }).ToHtml())
            .EnumerateArray()
            .First(section => Kind(section) == "chart");
        var mark = Assert.Single(chart.GetProperty("events").EnumerateArray());
        Assert.Equal((1.0, "v2"), (mark.GetProperty("x").GetDouble(), mark.GetProperty("name").GetString()));
        var band = Assert.Single(chart.GetProperty("bands").EnumerateArray());
        Assert.Equal((0.25, 0.75), (band.GetProperty("from").GetDouble(), band.GetProperty("to").GetDouble()));
    }

    private static JsonElement Y(JsonElement data, string yLabel, int series) =>
        data
            .EnumerateArray()
            .First(section => Kind(section) == "chart" && section.GetProperty("yLabel").GetString() == yLabel)
            .GetProperty("series")[series].GetProperty("y");

    private static string? Kind(JsonElement section) =>
        section.ValueKind == JsonValueKind.Null ? null : section.GetProperty("kind").GetString();

    private static JsonElement Data(string html) =>
        JsonDocument.Parse(
            Regex.Match(
                html, "<script id=\"data\" type=\"application/json\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;

    // The page without its scripts and styles.
    private static string Markup(string html) => Regex.Replace(html, "<(script|style)[^>]*>.*?</\\1>", "", RegexOptions.Singleline);
}
