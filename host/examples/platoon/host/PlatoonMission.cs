using System.CommandLine;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Parameters;

namespace PlatoonTeam;

/// <summary>Rovers that keep time gaps behind a leader. <c>mae --missions platoon.dll</c> finds it by this class.</summary>
public sealed class PlatoonMission : IMission
{
    private readonly RunPlatoonVerb run = new();

    public string Name => "platoon";

    public MissionKind Kind => PlatoonEntry.Kind;

    public TelemetryFields Telemetry => RunPlatoonVerb.Telemetry;

    public Verb Run => run;

    /// <summary>Fleets whose file says <c>serve: platoon</c>, under <c>mae serve</c>.</summary>
    public IMissionService Serve(ParseResult parse, FleetFile fleet) => run.Serve(parse, fleet);

    public IControllerMaker Controller { get; } = new PlatoonMaker();

    public IReadOnlyList<MissionParameter> Parameters => All;

    internal static IReadOnlyList<MissionParameter> All { get; } =
    [
        new(PlatoonEntry.Place, "place", "rovers", "Rovers ahead of this one; 0: it leads."),
        new(PlatoonEntry.TimeGap, "time_gap", "s", "Time gap to the rover ahead.", 0.1, 10),
        new(PlatoonEntry.StandstillGap, "standstill_gap", "m", "Distance to the rover ahead at rest.", 0.05, 5),
        new(PlatoonEntry.GapRate, "gap_rate", "1/s", "Rate at which a gap's error dies out.", 0.05, 5),
        new(PlatoonEntry.LeaderSpeed, "leader_speed", "m/s, m/s, s", "Mean, amplitude and period of the leader's speed."),
        new(PlatoonEntry.Limits, "limits", "m/s, rad/s, m/s^2", "Limits of speed, yaw rate and acceleration."),
    ];

    /// <summary>The second of three rovers, with the leader before it and one behind.</summary>
    public BoardSample BoardSample
    {
        get
        {
            var options = new PlatoonOptions();
            var step = options.LeaderMeanMS * options.PeriodS;
            var gap = options.StandstillM + (options.TimeGapS * options.LeaderMeanMS);
            return new BoardSample(
                "3 rovers",
                PlatoonParameterSet.Build(options, place: 1, start: null, version: 1),
                [0, 0, 0, options.LeaderMeanMS, 0, 0],
                period =>
                [
                    ("rover-2", [gap + (step * (period + 1)), 0, 0, options.LeaderMeanMS, 0, 0]),
                    ("rover-3", [-gap + (step * (period + 1)), 0, 0, options.LeaderMeanMS, 0, 0]),
                ]);
        }
    }
}
