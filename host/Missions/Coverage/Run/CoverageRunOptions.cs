using MultiAgentEdge.Host.Missions.Coverage.Coordination;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>A coverage run on simulated rovers in this process.</summary>
public sealed record CoverageRunOptions
{
    public const string ParticleBodies = "particle";

    public const string RoverBodies = "rover";

    /// <summary>Rovers that are out there.</summary>
    public const string LiveBodies = "live";

    public required CoveragePolicy Policy { get; init; }

    public string Fleet { get; init; } = "coverage";

    /// <summary>Rovers at the start, 1 to 64 with those that join.</summary>
    public int Agents { get; init; } = 3;

    /// <summary>Where the landmarks are, m. // nL x 2</summary>
    public required double[] LandmarksM { get; init; }

    /// <summary>Where the first rovers start, m. // agents x 2</summary>
    public required double[] StartM { get; init; }

    public IReadOnlyList<CoverageEvent> Events { get; init; } = [];

    /// <summary>Control periods.</summary>
    public int Periods { get; init; } = 250;

    /// <summary>Periods that a return is summed over.</summary>
    public int EpisodePeriods { get; init; } = 25;

    public ulong Seed { get; init; } = 1;

    /// <summary>Distance at which a landmark counts as covered, m (paper S2: 0.1).</summary>
    public double CoverRadiusM { get; init; } = 0.1;

    /// <summary>particle: the discs of the trainer's world; rover: two wheels behind the real drivers.</summary>
    public string Bodies { get; init; } = ParticleBodies;

    public bool InProcess { get; init; }

    /// <summary>Client for MQTT: auto or mqttnet.</summary>
    public string Client { get; init; } = "auto";

    /// <summary>Least wall-clock time of a period, for people who watch; zero: as fast as it goes.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.Zero;

    /// <summary>Longest wait for any phase before driving.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public int Joins => Events.Count(e => e.Kind == CoverageEventKind.Join);

    /// <summary>Names of all rovers that are ever there: first those of the start, then those that join, in order.</summary>
    public IReadOnlyList<string> Names => [.. Enumerable.Range(1, Agents + Joins).Select(i => $"rover-{i}")];
}
