using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Print;
using MultiAgentEdge.Host.Tracking.Setup;
using OpenCvSharp;

namespace MultiAgentEdge.Tests.Host.Tracking.Print;

public sealed partial class MarkerSheetTests
{
    private const double PixelsPerMm = 4;

    [Theory(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    [InlineData("apriltag-36h11", 17, 160)]
    [InlineData("4x4-50", 3, 100)]
    public void What_is_printed_has_its_size_and_is_read(string name, int id, double sizeMm)
    {
        var family = MarkerFamily.Of(name)!;
        using var paper = Paint(Encoding.ASCII.GetString(PdfFile.Of([MarkerSheet.Page(family, id, sizeMm, "rover-7")])));
        using var eye = new MarkerEye(new TrackingSetup { Family = name });
        var seen = Assert.Single(eye.Look(paper));
        Assert.Equal(id, seen.Id);
        for (var i = 0; i < 4; i++)
            Assert.Equal(sizeMm * PixelsPerMm, (seen.Corners[(i + 1) % 4] - seen.Corners[i]).Length, 0.6);
        // As printed: its first corner is the paper's top left, its right side the paper's.
        Assert.True(seen.Corners[0].X < seen.Corners[1].X && seen.Corners[0].Y < seen.Corners[3].Y);
    }

    [Fact]
    public void The_table_of_a_file_points_at_its_objects()
    {
        var page = new PdfPage(210, 297);
        page.Text(10, 10, 5, "a (b) \\ \u00e9");
        var text = Encoding.ASCII.GetString(PdfFile.Of([page, new PdfPage(100, 100)]));
        var table = int.Parse(StartOfTable().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal("xref", text.Substring(table, 4));
        var places = Entry().Matches(text[table..]).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToList();
        Assert.Equal(7, places.Count);
        for (var i = 0; i < places.Count; i++)
            Assert.StartsWith($"{i + 1} 0 obj", text[places[i]..], StringComparison.Ordinal);
        Assert.Contains("(a \\(b\\) \\\\ ?) Tj", text, StringComparison.Ordinal);
        Assert.Contains("[0 0 595.2756 841.8898]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marker_of_160_mm_and_its_margin_fit_on_A4()
    {
        Assert.True(MarkerSheet.Fits(MarkerFamily.Printed, MarkerSheet.DefaultMm, MarkerSheet.A4WidthMm, MarkerSheet.A4HeightMm));
        Assert.False(MarkerSheet.Fits(MarkerFamily.Printed, 200, MarkerSheet.A4WidthMm, MarkerSheet.A4HeightMm));
    }

    // The rectangles of the one page, as a printer would put them there.
    private static Mat Paint(string pdf)
    {
        var paper = new Mat((int)(297 * PixelsPerMm), (int)(210 * PixelsPerMm), MatType.CV_8UC1, Scalar.All(255));
        var pixels = PixelsPerMm * 25.4 / 72;
        var content = pdf[(pdf.IndexOf("stream\n", StringComparison.Ordinal) + 7)..pdf.IndexOf("endstream", StringComparison.Ordinal)];
        var grey = 0.0;
        var shape = new List<Rect>();
        foreach (var line in content.Split('\n'))
        {
            if (Grey().Match(line) is { Success: true } colour)
                grey = double.Parse(colour.Groups[1].Value, CultureInfo.InvariantCulture);
            foreach (Match match in Rectangle().Matches(line))
            {
                double[] at = [.. Enumerable.Range(1, 4)
                    .Select(i => double.Parse(match.Groups[i].Value, CultureInfo.InvariantCulture) * pixels)];
                shape.Add(Rect.FromLTRB((int)Math.Round(at[0]), (int)Math.Round(paper.Height - at[1] - at[3]),
                    (int)Math.Round(at[0] + at[2]), (int)Math.Round(paper.Height - at[1])));
            }

            if (line == "f")
                shape.ForEach(one => paper.SubMat(one).SetTo(Scalar.All(255 * grey)));
            if (line.EndsWith('f') || line.EndsWith('S'))
                shape.Clear();
        }

        return paper;
    }

    [GeneratedRegex(@"startxref\n(\d+)")]
    private static partial Regex StartOfTable();

    [GeneratedRegex(@"(\d{10}) 00000 n")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^([\d.]+) g$")]
    private static partial Regex Grey();

    [GeneratedRegex(@"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re")]
    private static partial Regex Rectangle();
}
