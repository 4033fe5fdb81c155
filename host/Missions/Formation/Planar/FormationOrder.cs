using System.Globalization;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>What a formation is told while it drives; what is null stays as it is.</summary>
public sealed record FormationOrder
{
    /// <summary>A name of <see cref="FormationShape"/>.</summary>
    public string? Shape { get; init; }

    /// <summary>Of the shape offsets, m.</summary>
    public IReadOnlyList<(double X, double Y)>? OffsetsM { get; init; }

    /// <summary>A name of <see cref="FormationPath"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Half width of the path, m.</summary>
    public double? SizeM { get; init; }

    /// <summary>Middle of the path, of those that have a size, m; null: where the present one has it.</summary>
    public (double X, double Y)? CentreM { get; init; }

    /// <summary>Of the paths waypoints and loop: x y x y ..., m.</summary>
    public IReadOnlyList<double>? WaypointsM { get; init; }

    public double? SpeedMS { get; init; }

    /// <summary>True: come to a stand; false: go on.</summary>
    public bool? Pause { get; init; }

    /// <summary>Things that somebody has carried elsewhere: names of the fleet file's obstacles, and where their middles are, m.</summary>
    public IReadOnlyList<(string Name, double X, double Y)>? ObstaclesM { get; init; }

    /// <summary>Whether the path changes.</summary>
    public bool HasPath => Path is not null || SizeM is not null || CentreM is not null || WaypointsM is not null;

    public override string ToString() => $"told: {string.Join(", ", Words())}";

    private IEnumerable<string> Words()
    {
        if (Shape is not null)
            yield return $"shape {Shape}";
        if (HasPath)
            yield return $"path {Path ?? "elsewhere or of another size"}";
        if (ObstaclesM is not null)
            yield return $"{string.Join(", ", ObstaclesM.Select(one => one.Name))} elsewhere";
        if (SpeedMS is { } speed)
            yield return string.Create(CultureInfo.InvariantCulture, $"{speed} m/s");
        if (Pause is { } pause)
            yield return pause ? "pause" : "go on";
    }
}
