namespace MultiAgentEdge.Host.Telemetry;

/// <summary>One line of a <see cref="ReportChart"/>.</summary>
/// <param name="Y">As long as the chart's X; NaN or infinite is a gap.</param>
public sealed record ReportSeries(string Name, IReadOnlyList<double> Y)
{
    /// <summary>A limit or a reference rather than a result.</summary>
    public bool Dashed { get; init; }

    /// <summary>Dots without a line between them.</summary>
    public bool Points { get; init; }
}
