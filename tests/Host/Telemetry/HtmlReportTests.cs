using System.Text.Json;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Tests.Telemetry;

public sealed class HtmlReportTests
{
    private static FormationReport Report(string name, int periods) => new()
    {
        Title = "Demo",
        Headline = "a < b & c",
        Facts = [("seed", "1"), (name, name)],
        Comparison = [("stage cost", 8, 2), ("broken", double.NaN, 0)],
        CouplingNames = [name],
        CouplingPairs = [(0, 1)],
        CouplingTargetM = [-2],
        PositionLimitM = [(0, 0.5), (-1, 1)],
        Periods = [.. Enumerable.Range(0, periods).Select(k => new PeriodRecord(
            k, k * 0.25, 1.23456789, [k == 1 ? double.NaN : 0.5], 2, 1e-3, k == 0 ? [] : [0.1],
            [new RoverRecord(name, "running", 1, [0, 0], [0], "Solved", 1, 1, 0), new RoverRecord("b", "running", 1, [1, 0], [0], "Solved", 1, 1, 0)]))],
    };

    [Fact]
    public void The_file_stands_alone()
    {
        var html = HtmlReport.Build(Report("a", 3));
        Assert.DoesNotMatch(new Regex("(src|href)\\s*=|@import|url\\(", RegexOptions.IgnoreCase), Markup(html));
        Assert.DoesNotContain("{{", Markup(html), StringComparison.Ordinal);
        Assert.Contains("uPlot", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_outside_cannot_become_markup()
    {
        const string Hostile = "</script><img onerror=x>{{data}}\"'";
        var html = HtmlReport.Build(Report(Hostile, 2));
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Equal(Hostile, Data(html).GetProperty("rovers")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Data_has_a_point_for_every_period_and_null_where_there_is_no_number()
    {
        var data = Data(HtmlReport.Build(Report("a", 3)));
        Assert.Equal(3, data.GetProperty("time").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("error")[0][1].ValueKind);
        Assert.Equal(JsonValueKind.Null, data.GetProperty("multiplier")[0][0].ValueKind);
        Assert.Equal(1.23457, data.GetProperty("cost")[0].GetDouble());
        Assert.Equal(0, Data(HtmlReport.Build(Report("a", 0))).GetProperty("time").GetArrayLength());
    }

    private static JsonElement Data(string html) =>
        JsonDocument.Parse(Regex.Match(html, "<script id=\"data\" type=\"application/json\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;

    // The page without its scripts and styles.
    private static string Markup(string html) => Regex.Replace(html, "<(script|style)[^>]*>.*?</\\1>", "", RegexOptions.Singleline);
}
