using System.Globalization;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>One card of a <see cref="ReportPage"/>.</summary>
/// <param name="Note">A line beside the title: unit, what to look for, which figure of which paper. May be empty.</param>
public abstract record ReportSection(string Title, string Note)
{
    /// <summary>Enough for a plot; the exact figures stand in the run's CSV.</summary>
    private const int PlotDigits = 6;

    /// <summary>Both columns of the page.</summary>
    public bool Wide { get; init; }

    /// <summary>The card's HTML below its title; <paramref name="index"/> tells the script which data are its own.</summary>
    public abstract string Body(int index);

    /// <summary>What the script draws; null where there is nothing to draw.</summary>
    public virtual JsonObject? Data() => null;

    /// <summary>A canvas that moves, with play, seek and speed below.</summary>
    /// <param name="speed">Times real time at first: 0.25, 1, 4 or 12.</param>
    protected static string Player(int index, string label, double speed)
    {
        var choices = string.Concat(new[] { (0.25, "¼×"), (1, "1×"), (4, "4×"), (12, "12×") }.Select(choice =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"<option value=\"{choice.Item1}\"{(choice.Item1 == speed ? " selected" : "")}>{choice.Item2}</option>")));
        return $"""
            <canvas class="player" id="s{index}" role="img" aria-label="{label}"></canvas>
            <div class="controls"><button type="button">Pause</button><input type="range" min="0" value="0" step="1" aria-label="Frame"><output></output>
            <label>speed <select>{choices}</select></label></div>
            """;
    }

    protected static JsonArray Column(IEnumerable<double> values) => new(values.Select(Value).ToArray());

    protected static JsonNode? Value(double value) =>
        double.IsFinite(value)
            ? JsonValue.Create(double.Parse(value.ToString("G" + PlotDigits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            : null;
}
