namespace MultiAgentEdge.Host.Telemetry;

/// <summary>One line of a <see cref="ReportChart"/>.</summary>
/// <param name="Y">As long as the chart's X; NaN or infinite is a gap.</param>
public sealed record ReportSeries(string Name, IReadOnlyList<double> Y)
{
    /// <summary>A limit, a reference or what was before, rather than a result.</summary>
    public bool Dashed { get; init; }

    /// <summary>Dots without a line between them.</summary>
    public bool Points { get; init; }

    /// <summary>Keeps its value until the next.</summary>
    public bool Stepped { get; init; }

    /// <summary>Not in the legend.</summary>
    public bool Quiet { get; init; }

    /// <summary>Which of the page's colours, from 0; null: by its place in the chart, grey where it is dashed. Lines that belong together
    /// share one.</summary>
    public int? Colour { get; init; }
}
