using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>A formation in the plane, of rovers on two wheels.</summary>
public sealed record PlanarRunOptions
{
    public string Fleet { get; init; } = "plane";

    public FleetKeys? Keys { get; init; }

    public required IReadOnlyList<string> Rovers { get; init; }

    /// <summary>Where each is put down: its axle's middle.</summary>
    public required IReadOnlyList<(double XM, double YM, double HeadingRad)> Starts { get; init; }

    /// <summary>The last so many stand aside until they are called.</summary>
    public int Waiting { get; init; }

    /// <summary>One place for each rover that does not stand aside.</summary>
    public required FormationShape Shape { get; init; }

    /// <summary>Between neighbours of shapes that are changed to, m.</summary>
    public double GapM { get; init; } = 0.6;

    public required FormationPath Path { get; init; }

    /// <summary>Half width of paths that are changed to, m.</summary>
    public double SizeM { get; init; } = 1.5;

    /// <summary>What stands on the floor.</summary>
    public FloorEntry Floor { get; init; } = FloorEntry.Empty;

    /// <summary>Along the path, m/s.</summary>
    public double SpeedMS { get; init; } = 0.2;

    /// <summary>When a rover drops out the others close up; else they keep its place free.</summary>
    public bool ClosesUp { get; init; } = true;

    /// <summary>Control periods.</summary>
    public int Periods { get; init; } = 300;

    public double PeriodS { get; init; } = PlanarScenario.PeriodS;

    public int Horizon { get; init; } = PlanarScenario.Horizon;

    public int RoundsPerPeriod { get; init; } = 1;

    public ulong Seed { get; init; } = 1;

    /// <summary>Whether rovers are coupled; else each keeps its own place.</summary>
    public bool IsCoupled { get; init; } = true;

    /// <summary>One axis of a rover's local problem, first version; null: the double integrator's.</summary>
    public Func<int, MpcParameters>? Parameters { get; init; }

    /// <summary>What simulated rovers are really like.</summary>
    public PlanarTruth Truth { get; init; } = new();

    public bool InProcess { get; init; }

    public string Client { get; init; } = "auto";

    public string? BrokerHost { get; init; }

    public int BrokerPort { get; init; } = 1883;

    /// <summary>Least wall-clock time of a period in lock-step.</summary>
    public TimeSpan Pace { get; init; }

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What happens to simulated rovers and what the fleet is told, by the number of the period from 1.</summary>
    public IReadOnlyList<PlanarEvent> Events { get; init; } = [];
}
