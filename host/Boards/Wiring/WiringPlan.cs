using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// How a board is wired: <c>hardware/boards/*/wiring.json</c>, the one source of the pin map, the table and the diagram. The files travel
/// inside this assembly.
/// </summary>
public sealed record WiringPlan(string Board, string Title, IReadOnlyDictionary<string, string> Parts, IReadOnlyList<Wire> Wires)
{
    private const int RowHeight = 26;
    private const int Top = 64;
    private const int BoardRight = 250;
    private const int PartLeft = 560;
    private const int Width = 900;

    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Boards there are.</summary>
    public static IReadOnlyList<string> Boards { get; } = ["esp32", "raspberry-pi"];

    /// <param name="board">One of <see cref="Boards"/>.</param>
    public static WiringPlan Load(string board)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"wiring.{board}.json")
            ?? throw new ArgumentException($"no wiring for {board}", nameof(board));
        return JsonSerializer.Deserialize<WiringPlan>(stream, Options)
            ?? throw new InvalidOperationException($"The wiring of {board} is empty.");
    }

    /// <summary>The pin map that the drivers open; a signal that the plan lacks keeps its default.</summary>
    public RoverPinMap ToPinMap()
    {
        var pins = new RoverPinMap();
        foreach (var wire in Wires)
        {
            var field = typeof(RoverPinMap).GetField(
                string.Concat(wire.Signal.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
            if (field is not null && int.TryParse(wire.Pin, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                field.SetValue(pins, number);
        }

        return pins;
    }

    /// <summary>The wiring table of the README, in Markdown.</summary>
    public string ToTable()
    {
        var text = new StringBuilder("| pin | signal | to | terminal |\n|---|---|---|---|\n");
        foreach (var wire in Wires)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"| {wire.Pin} | {wire.Signal.Replace('_', ' ')} | {Parts[wire.Part]} | {wire.Terminal} |\n");
        }

        return text.ToString();
    }

    /// <summary>The diagram: the board's pins on the left, the parts on the right, a wire a row.</summary>
    public string ToSvg()
    {
        var groups = Wires.GroupBy(wire => wire.Part).ToList();
        var height = Top + (RowHeight * Wires.Count) + (12 * groups.Count) + 24;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>\n<text x=\"24\" y=\"34\" font-size=\"20\" "
            + $"fill=\"#111827\">{Escape(Title)}</text>\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"24\" y=\"{Top - 14}\" width=\"{BoardRight - 24}\" height=\"{height - Top - 4}\" rx=\"8\" fill=\"#f3f4f6\" "
            + $"stroke=\"#6b7280\"/>\n");
        var y = Top;
        foreach (var group in groups)
        {
            var rows = group.ToList();
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{PartLeft}\" y=\"{y - 6}\" width=\"{Width - PartLeft - 24}\" height=\"{RowHeight * rows.Count}\" rx=\"8\" "
                + $"fill=\"#f9fafb\" stroke=\"#6b7280\"/>\n");
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Width - 36}\" text-anchor=\"end\" y=\"{y + (RowHeight * rows.Count / 2)}\" fill=\"#374151\" "
                + $"font-size=\"11\">{Escape(Parts[group.Key])}</text>\n");
            foreach (var wire in rows)
            {
                var middle = y + (RowHeight / 2) - 6;
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"36\" y=\"{middle + 4}\" fill=\"#374151\">{Escape(wire.Signal.Replace('_', ' '))}</text>\n");
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{BoardRight - 10}\" y=\"{middle + 4}\" text-anchor=\"end\" font-weight=\"bold\" "
                    + $"fill=\"#111827\">{Escape(wire.Pin)}</text>\n");
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<line x1=\"{BoardRight}\" y1=\"{middle}\" x2=\"{PartLeft}\" y2=\"{middle}\" stroke=\"{wire.Colour}\" "
                    + $"stroke-width=\"2.5\"/>\n");
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{PartLeft + 10}\" y=\"{middle + 4}\" fill=\"#111827\">{Escape(wire.Terminal)}</text>\n");
                y += RowHeight;
            }

            y += 12;
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
