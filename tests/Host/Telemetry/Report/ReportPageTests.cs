using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Telemetry;
using Xunit;

namespace MultiAgentEdge.Tests.Host.Telemetry.Report;

public sealed class ReportPageTests
{
    [Fact]
    public void Carries_its_data_whole_and_asks_nobody_for_anything()
    {
        var html = Page().ToHtml();
        var data = JsonNode.Parse(html.Split("<script id=\"data\" type=\"application/json\">")[1].Split("</script>")[0])!.AsArray();

        Assert.Equal(4, data.Count);
        Assert.Null(data[0]);
        Assert.Null(data[1]!["series"]![0]!["y"]![1]);
        Assert.Equal(3.5, (double)data[1]!["series"]![0]!["y"]![2]!);
        Assert.Null(data[2]);
        Assert.Equal(2, (int)data[3]!["frames"]!);
        Assert.DoesNotContain("<script src", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("{{", html.Replace("{{}}", "", StringComparison.Ordinal).Split("<script>")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_breaks_out()
    {
        var html = new ReportPage
        {
            Title = "</title><script>alert(1)</script>{{data}}",
            Headline = "a & b",
            Facts = [("<b>", "{{script}}")],
            Sections = [new ReportChart("</script>", "", "x", "y", [0], [new ReportSeries("</script><b>", [1])])],
        }.ToHtml();

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("</script>").Length - 1);
        Assert.Contains("a &amp; b", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Series_and_tracks_of_the_wrong_length_are_programming_errors()
    {
        var chart = new ReportPage { Title = "t", Headline = "h",
            Sections = [new ReportChart("c", "", "x", "y", [0, 1], [new ReportSeries("s", [1])])] };
        var replay = new ReportPage { Title = "t", Headline = "h",
            Sections = [new ReportReplay("r", "", 0.1, [new ReportTrack("a", [0, 1], [0], 0.1)], [])] };
        Assert.Contains("s has 1 values for 2", Assert.Throws<InvalidOperationException>(chart.ToHtml).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(replay.ToHtml);
    }

    [Fact]
    public void Words_are_read_from_the_left_numbers_from_the_right_and_facts_stand_where_they_are_asked_for()
    {
        var table = new ReportTable("days", "", ["day", "cost", "what"], [["1", "-1.5 / 2", "home"], ["2", "-", ""]]);
        var html = new ReportPage { Title = "t", Headline = "h", Facts = [("seed", "1")], FactsAfter = 1,
            Sections = [table, new ReportComparison("push", "", "mean", "v1", "v2", [("cost", 8, 2), ("lost", double.NaN, 1)])] }.ToHtml();
        Assert.Contains("<th class=\"text\">1</th><td>-1.5 / 2</td><td class=\"text\">home</td>", html, StringComparison.Ordinal);
        Assert.Contains("<th>lost</th><td>–</td><td>1</td>", html, StringComparison.Ordinal);
        Assert.Contains("width:25%", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("<h2>days", StringComparison.Ordinal) < html.IndexOf("This run", StringComparison.Ordinal));
        Assert.True(html.IndexOf("This run", StringComparison.Ordinal) < html.IndexOf("<h2>push", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.000_08, "below 0.001")]
    [InlineData(0.0, "0.000")]
    [InlineData(7.5584, "7.558")]
    public void A_small_figure_never_reads_as_zero(double value, string expected) => Assert.Equal(expected, ReportPage.Figure(value));

    private static ReportPage Page() => new()
    {
        Title = "training",
        Headline = "it learned",
        Facts = [("seed", "1")],
        Sections =
        [
            new ReportTable("figures", "paper beside run", ["what", "paper", "run"], [["cost", "0.27", "0.26"]]),
            new ReportChart(
                "cost", "Fig. 1", "sample", "stage cost", [0, 1, 2],
                [new ReportSeries("cost", [1, double.NaN, 3.5]), new ReportSeries("aim", [1, 1, 1]) { Dashed = true }]) { LogY = true },
            new ReportPicture("map", "", "<svg viewBox=\"0 0 1 1\"></svg>") { Wide = true },
            new ReportReplay("episode", "", 0.1, [new ReportTrack("a", [0, double.NaN], [0, 1], 0.15)], [new ReportMark(1, 1, 0.1, "l1")]),
        ],
    };
}
