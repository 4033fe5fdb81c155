using System.Globalization;
using System.Text;

namespace MultiAgentEdge.Host.Tracking.Print;

/// <summary>One page of rectangles, triangles and words, in millimetres from its top left.</summary>
public sealed class PdfPage(double widthMm, double heightMm)
{
    private const double PointsPerMm = 72 / 25.4;

    private readonly StringBuilder content = new();

    public double WidthMm { get; } = widthMm;

    public double HeightMm { get; } = heightMm;

    internal string Content => content.ToString();

    internal string Box => Invariant($"[0 0 {WidthMm * PointsPerMm:0.####} {HeightMm * PointsPerMm:0.####}]");

    /// <summary>Filled as one shape: between two that touch no printer leaves a hair of paper.</summary>
    /// <param name="grey">0 black, 1 white.</param>
    public void Fill(double grey, IEnumerable<(double XMm, double YMm, double WidthMm, double HeightMm)> rectangles)
    {
        content.Append(Invariant($"{grey:0.##} g\n"));
        foreach (var (x, y, width, height) in rectangles)
            content.Append(string.Create(
                CultureInfo.InvariantCulture,
                $"{x * PointsPerMm:0.####} {(HeightMm - y - height) * PointsPerMm:0.####} {width * PointsPerMm:0.####} "
                + $"{height * PointsPerMm:0.####} re\n"));
        content.Append("f\n");
    }

    public void Frame(double xMm, double yMm, double widthMm, double heightMm) => content.Append(string.Create(
        CultureInfo.InvariantCulture,
        $"0.6 G 0.3 w {xMm * PointsPerMm:0.####} {(HeightMm - yMm - heightMm) * PointsPerMm:0.####} {widthMm * PointsPerMm:0.####} "
        + $"{heightMm * PointsPerMm:0.####} re S\n"));

    /// <summary>A black arrow to the right.</summary>
    public void Arrow(double xMm, double yMm, double lengthMm)
    {
        var (x, y, length, half) = (xMm * PointsPerMm, (HeightMm - yMm) * PointsPerMm, lengthMm * PointsPerMm, 2.5 * PointsPerMm);
        content.Append(Invariant($"0 g {x:0.####} {y - (half / 4):0.####} {length - (2 * half):0.####} {half / 2:0.####} re f\n"));
        content.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"{x + length - (2 * half):0.####} {y - half:0.####} m {x + length:0.####} {y:0.####} l {x + length - (2 * half):0.####} "
            + $"{y + half:0.####} l f\n"));
    }

    public void Text(double xMm, double yMm, double sizeMm, string text)
    {
        var plain = string.Concat(text.Select(c => c is '(' or ')' or '\\' ? $"\\{c}" : c is >= ' ' and <= '~' ? c.ToString() : "?"));
        content.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"BT /F1 {sizeMm * PointsPerMm:0.##} Tf 0 g {xMm * PointsPerMm:0.####} {(HeightMm - yMm) * PointsPerMm:0.####} Td "
            + $"({plain}) Tj ET\n"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
