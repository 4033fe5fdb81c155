using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>A run of a team whose rovers negotiate nothing: what the product asks of a mission in order to drive it, record it and show
/// it.</summary>
public sealed record TeamRunOptions
{
    /// <summary>In run folder and files: the mission's.</summary>
    public required string Mission { get; init; }

    public required IReadOnlyList<string> Rovers { get; init; }

    /// <summary>Control period, s, above 0.</summary>
    public required double PeriodS { get; init; }

    /// <summary>Control periods to drive, 1 or more.</summary>
    public required int Periods { get; init; }

    /// <summary>A rover's set of a version.</summary>
    public required Func<string, uint, byte[]> SetOf { get; init; }

    /// <summary>The simulated team's bodies; not asked for where rovers are out there.</summary>
    public required Func<Hardware.IClock, ITeamWorld> World { get; init; }

    /// <summary>What the controller's states are.</summary>
    public required IReadOnlyList<Signal> States { get; init; }

    /// <summary>What its inputs are.</summary>
    public required IReadOnlyList<Signal> Inputs { get; init; }

    /// <summary>What its telemetry says.</summary>
    public required TelemetryFields Telemetry { get; init; }

    /// <summary>The mission's controller, where the firmware does not know it.</summary>
    public IControllerMaker? Controller { get; init; }

    /// <summary>What the mission's sets hold besides, so that people can turn it: of <see cref="IMission.Parameters"/>.</summary>
    public IReadOnlyList<MissionParameter> Parameters { get; init; } = [];

    public string Fleet { get; init; } = "team";

    public ulong Seed { get; init; } = 1;

    /// <summary>Real time of a period; 0: as fast as it goes.</summary>
    public TimeSpan Pace { get; init; }

    public bool InProcess { get; init; }

    public string Client { get; init; } = LinkFactory.Auto;

    /// <summary>For everything before the first period.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(20);

    internal FleetTuning Tuning() => new()
    {
        Own = [.. Parameters.Select(parameter => parameter.Declaration)],
        Makers = Controller is { } maker ? [maker] : [],
    };
}
