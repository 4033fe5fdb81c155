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
    internal abstract string Body(int index);

    /// <summary>What the script draws; null where there is nothing to draw.</summary>
    internal virtual JsonObject? Data() => null;

    private protected static JsonArray Column(IEnumerable<double> values) => new(values.Select(Value).ToArray());

    private protected static JsonNode? Value(double value) =>
        double.IsFinite(value) ? JsonValue.Create(double.Parse(value.ToString("G" + PlotDigits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;
}
