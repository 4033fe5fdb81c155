using MultiAgentEdge.Clearance;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>The filters that stand beside each other.</summary>
public static class MotionFilters
{
    public const string Own = "ours";

    public const string None = "none";

    /// <summary>As <c>--filter</c> takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Own, "bvc", "cbf", "orca", None];

    internal static IMotionFilter Make(string name, ClearanceOptions options, int others, double rank) => name switch
    {
        Own => new OwnFilter(options, others, rank),
        "bvc" => new BvcFilter(options, others),
        "cbf" => new CbfFilter(options, others),
        "orca" => new OrcaFilter(options, others),
        _ => new NoFilter(options),
    };
}
