using System.Globalization;
using System.Net;
using System.Text;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>
/// A map as SVG: one scale for both directions, a grid with numbers and unit, lines, discs, and names that touch neither each other nor
/// what is drawn. It follows the page's colours. North is up.
/// </summary>
public sealed class SvgMap
{
    private const double FontSize = 12;
    private const double LetterWidth = 6.6;
    private const double Left = 46;
    private const double Bottom = 34;
    private const double Top = 22;
    private const double Right = 12;

    private readonly StringBuilder drawn = new();
    private readonly List<(double X, double Y, double Radius, string Name)> names = [];
    private readonly List<(double Left, double Top, double Right, double Bottom)> taken = [];
    private readonly double west;
    private readonly double south;
    private readonly double scale;
    private readonly string title;

    /// <param name="points">Everything that is to be seen; at least one.</param>
    /// <param name="width">Of the map, axes included.</param>
    /// <param name="mostHeight">Of the map, axes included.</param>
    /// <param name="unit">Of the coordinates; empty where they have none.</param>
    /// <param name="title">Above the map; may be empty.</param>
    public SvgMap(IReadOnlyCollection<(double X, double Y)> points, double width, double mostHeight, string unit, string title = "")
    {
        ArgumentNullException.ThrowIfNull(points);
        (Width, this.title) = (width, title);
        var (minX, maxX, minY, maxY) = (points.Min(p => p.X), points.Max(p => p.X), points.Min(p => p.Y), points.Max(p => p.Y));
        var span = Math.Max(maxX - minX, maxY - minY) is > 0 and var largest ? largest : 1;
        var pad = 0.06 * span;
        var (innerWidth, innerHeight) = (width - Left - Right, mostHeight - Top - Bottom);
        scale = Math.Min(innerWidth / (maxX - minX + (2 * pad)), innerHeight / (maxY - minY + (2 * pad)));
        Height = Math.Max(120, Math.Min(mostHeight, ((maxY - minY + (2 * pad)) * scale) + Top + Bottom));
        // In the middle of what there is.
        west = ((minX + maxX) / 2) - (innerWidth / scale / 2);
        south = ((minY + maxY) / 2) - ((Height - Top - Bottom) / scale / 2);
        Grid(unit);
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>A colour of the page by number: twelve of its own, then as many as are needed.</summary>
    public static string Colour(int index) => index < 12
        ? $"var(--c{index})"
        : string.Create(CultureInfo.InvariantCulture, $"hsl({index * 137.508 % 360:0} 65% var(--light))");

    public void Line(IEnumerable<(double X, double Y)> points, int colour) =>
        drawn.Append(
            CultureInfo.InvariantCulture,
            $"<polyline fill=\"none\" stroke=\"{Colour(colour)}\" stroke-width=\"2.2\" stroke-linejoin=\"round\" "
            + $"points=\"{string.Join(' ', points.Select(p => $"{X(p.X)},{Y(p.Y)}"))}\"/>");

    /// <param name="colour">Null: hollow, of the page's soft ink.</param>
    /// <param name="tip">Shown where a pointer rests on it.</param>
    public void Disc(double x, double y, double radius, int? colour, string tip)
    {
        var paint = colour is { } index ? $"fill=\"{Colour(index)}\"" : "fill=\"var(--card)\" stroke=\"var(--soft)\" stroke-width=\"1.4\"";
        drawn.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(x)}\" cy=\"{Y(y)}\" r=\"{Text(radius)}\" {paint}>{Tip(tip)}</circle>");
        Take(x, y, radius);
    }

    public void Square(double x, double y, double side, string tip)
    {
        drawn.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{X(x)}\" y=\"{Y(y)}\" width=\"{Text(side)}\" height=\"{Text(side)}\" transform=\"translate({Text(-side / 2)} "
            + $"{Text(-side / 2)})\" fill=\"var(--ink)\">{Tip(tip)}</rect>");
        Take(x, y, side / 2);
    }

    /// <summary>A name beside what stands there; where there is no room for it, it is left out.</summary>
    public void Name(double x, double y, double radius, string name) => names.Add((PointX(x), PointY(y), radius, name));

    /// <summary>What is drawn, to be put into an svg of <see cref="Width"/> times <see cref="Height"/>.</summary>
    public string Body()
    {
        var text = new StringBuilder(drawn.ToString());
        foreach (var (x, y, radius, name) in names)
        {
            var length = name.Length * LetterWidth;
            (double Left, double Top)[] places =
            [
                (x + radius + 4, y - (FontSize / 2)), (x - radius - 4 - length, y - (FontSize / 2)),
                (x - (length / 2), y - radius - 4 - FontSize), (x - (length / 2), y + radius + 4),
                (x + radius + 2, y - radius - FontSize), (x - radius - 2 - length, y - radius - FontSize), (x + radius + 2, y + radius),
                (x - radius - 2 - length, y + radius),
            ];
            foreach (var place in places)
            {
                var box = (place.Left, place.Top, Right: place.Left + length, Bottom: place.Top + FontSize);
                if (box.Left < Left || box.Right > Width - 2 || box.Top < Top - 4 || box.Bottom > Height - Bottom
                    || taken.Any(
                        other => box.Left < other.Right && other.Left < box.Right && box.Top < other.Bottom && other.Top < box.Bottom))
                    continue;
                taken.Add(box);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{Text(box.Left)}\" y=\"{Text(box.Top + FontSize - 2)}\" "
                    + $"fill=\"var(--ink)\">{WebUtility.HtmlEncode(name)}</text>");
                break;
            }
        }

        return text.ToString();
    }

    /// <param name="label">For those who do not see it.</param>
    public string ToSvg(string label) => Svg(Width, Height, label, Body());

    /// <summary>An svg element of this size.</summary>
    public static string Svg(double width, double height, string label, string body) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg viewBox=\"0 0 {width:0.#} {height:0.#}\" font-size=\"{FontSize}\" role=\"img\" "
        + $"aria-label=\"{WebUtility.HtmlEncode(label)}\">{body}</svg>");

    private void Grid(string unit)
    {
        var step = Step((Width - Left - Right) / scale);
        if (title.Length > 0)
        {
            drawn.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left}\" y=\"14\" font-weight=\"600\" fill=\"var(--ink)\">{WebUtility.HtmlEncode(title)}</text>");
        }

        var (right, bottom) = (Width - Right, Height - Bottom);
        for (var x = Math.Ceiling(west / step) * step; PointX(x) <= right; x += step)
        {
            drawn.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(x)} {Top}V{Text(bottom)}\" stroke=\"var(--line)\"/>");
            drawn.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(x)}\" y=\"{Text(bottom + 15)}\" text-anchor=\"middle\" fill=\"var(--soft)\">{Mark(x, step)}</text>");
        }

        for (var y = Math.Ceiling(south / step) * step; PointY(y) >= Top; y += step)
        {
            drawn.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(y)}H{Text(right)}\" stroke=\"var(--line)\"/>");
            drawn.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 6}\" y=\"{Text(PointY(y) + 4)}\" text-anchor=\"end\" fill=\"var(--soft)\">{Mark(y, step)}</text>");
        }

        var suffix = unit.Length == 0 ? "" : $", {WebUtility.HtmlEncode(unit)}";
        drawn.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{Text(right)}\" y=\"{Text(Height - 4)}\" text-anchor=\"end\" fill=\"var(--soft)\">east{suffix}</text>");
        drawn.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"12\" y=\"{Top}\" text-anchor=\"end\" transform=\"rotate(-90 12 {Top})\" fill=\"var(--soft)\">north{suffix}</text>");
    }

    // 1, 2 or 5 times a power of ten, some five to ten of them across.
    private static double Step(double span)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / 5)));
        return new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(step => span / step <= 10);
    }

    private void Take(double x, double y, double radius) =>
        taken.Add((PointX(x) - radius, PointY(y) - radius, PointX(x) + radius, PointY(y) + radius));

    private double PointX(double x) => Left + ((x - west) * scale);

    private double PointY(double y) => Height - Bottom - ((y - south) * scale);

    private string X(double x) => Text(PointX(x));

    private string Y(double y) => Text(PointY(y));

    // Added to zero: what rounds to minus zero has no sign.
    private static string Mark(double value, double step) =>
        (Math.Round(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(step)), 0, 12)) + 0.0).ToString(
            "0.######", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Tip(string tip) => tip.Length == 0 ? "" : $"<title>{WebUtility.HtmlEncode(tip)}</title>";
}
