namespace MultiAgentEdge.Host.Fleet;

/// <summary>One rover of a fleet.</summary>
public sealed record RoverEntry
{
    /// <summary>A body that is a linear plant.</summary>
    public const string Linear = "linear";

    /// <summary>A body with wheels, encoders and the real drivers.</summary>
    public const string Wheels = "rover";

    /// <summary>[a-z0-9-], at most 32 characters: the fourth level of its topics.</summary>
    public required string Name { get; init; }

    /// <summary>linear (a plant of its own) or rover (differential drive through the real drivers).</summary>
    public string Body { get; init; } = Linear;

    /// <summary>Position that its stage cost draws it to.</summary>
    public double ReferenceM { get; init; }

    /// <summary>Where it is put down for a mission in the plane: x, m; y, m; heading, rad.</summary>
    public (double XM, double YM, double HeadingRad) Start { get; init; }

    public double PositionMinM { get; init; } = -1000;

    public double PositionMaxM { get; init; } = 1000;

    /// <summary>Null: the plant equals the controller's first model, S1 (31).</summary>
    public PlantEntry? Plant { get; init; }

    /// <summary>The three agents of S1.</summary>
    public static IReadOnlyList<RoverEntry> PaperS1 { get; } =
    [
        new() { Name = "rover-1", ReferenceM = 0, PositionMinM = 0, PositionMaxM = 0.5, Plant = PlantEntry.PaperS1[0] },
        new() { Name = "rover-2", ReferenceM = 2, PositionMinM = 0, PositionMaxM = 2.5, Plant = PlantEntry.PaperS1[1] },
        new() { Name = "rover-3", ReferenceM = -2, PositionMinM = -2.5, PositionMaxM = 0, Plant = PlantEntry.PaperS1[2] },
    ];
}
