namespace MultiAgentEdge.Host.Cli.Delivery;

/// <summary>What one iteration over the wire left.</summary>
public sealed record DeliveryDay
{
    /// <summary>Distinct nodes reached, the depot not counted.</summary>
    public required int NodesVisited { get; init; }

    /// <summary>Nodes reached, rover by rover, as indices; the depot first.</summary>
    public required int[][] Routes { get; init; }

    /// <summary>Used when home, rover by rover.</summary>
    public required double[] TimeS { get; init; }

    public required double[] Battery { get; init; }

    /// <summary>Rovers that were sent out and are back within their capacities.</summary>
    public required int CameHome { get; init; }

    public required int SentOut { get; init; }

    public required int Replans { get; init; }

    public required int InfeasiblePlans { get; init; }

    public required double ReplanMsMax { get; init; }

    /// <summary>Positions a control period, rover by rover; NaN before the first report.</summary>
    public required (double[] X, double[] Y)[] Tracks { get; init; }

    /// <summary>What was said, with the second of the day.</summary>
    public required IReadOnlyList<(double AtS, string What)> Notices { get; init; }
}
