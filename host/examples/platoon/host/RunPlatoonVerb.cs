using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Missions.Team;
using MultiAgentEdge.Host.Telemetry;

namespace PlatoonTeam;

/// <summary><c>mae run platoon</c>: options, what is driven, what came out. Everything else (broker, records, page, exit code) is the
/// product's.</summary>
public sealed class RunPlatoonVerb : TeamVerb
{
    private static readonly Signal[] States =
    [
        new("x", "m", "x_m"), new("y", "m", "y_m"), new("heading", "rad", "heading_rad"), new("speed", "m/s", "speed_m_s"),
        new("battery used", "", "battery_used"), new("time", "s", "clock_s"),
    ];

    private static readonly Signal[] Inputs = [new("yaw rate", "rad/s", "yaw_rate_rad_s"),
        new("acceleration", "m/s^2", "acceleration_m_s2")];

    /// <summary>What <see cref="PlatoonController.Figure"/> and <see cref="PlatoonController.Count"/> are.</summary>
    internal static TelemetryFields Telemetry { get; } = new(
        new Signal("gap error", "m", "gap_error_m"), new Signal("rovers ahead", "", "rovers_ahead"));

    private readonly Option<double?> timeGap = NumberOption.Double(
        "--time-gap", "Time gap to the rover ahead, s (default 0.8)", 0.2, 10, "SECONDS");
    private readonly Option<double?> speed = NumberOption.Double(
        "--leader-speed", "The leader's mean speed, m/s (default 0.4)", 0, 0.6, "SPEED");

    public override string Name => "platoon";

    public override string Summary => "Rovers keep time gaps behind a leader whose speed swings.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae --missions platoon.dll run platoon", "three rovers, over MQTT"),
        ("mae --missions platoon.dll run platoon --agents 6 --time-gap 1.2 --in-process", "six of them, in process"),
    ];

    protected override IEnumerable<Symbol> OwnSymbols => [timeGap, speed];

    protected override TeamPlan Plan(
        ParseResult parse, IReadOnlyList<string> rovers, IReadOnlyList<(double XM, double YM, double HeadingRad)>? starts, int? periods,
        ulong seed)
    {
        var defaults = new PlatoonOptions();
        var options = defaults with { TimeGapS = parse.GetValue(timeGap) ?? defaults.TimeGapS,
            LeaderMeanMS = parse.GetValue(speed) ?? defaults.LeaderMeanMS };
        return Plan(options, rovers, starts, periods ?? 400, seed);
    }

    /// <summary>The same without a command line, for tests.</summary>
    public static TeamPlan Plan(
        PlatoonOptions options, IReadOnlyList<string> rovers, IReadOnlyList<(double XM, double YM, double HeadingRad)>? starts, int periods,
        ulong seed)
    {
        var at = starts ?? [.. Enumerable.Range(0, rovers.Count).Select(options.Start)];
        return new TeamPlan
        {
            Options = new TeamRunOptions
            {
                Mission = "platoon",
                Rovers = rovers,
                PeriodS = options.PeriodS,
                Periods = periods,
                Seed = seed,
                Controller = new PlatoonMaker(),
                Parameters = PlatoonMission.All,
                SetOf = (name, version) => Build(options, rovers, at, name, version),
                World = clock => new WheeledTeamWorld(at, options.PeriodS, seed, clock),
                States = States,
                Inputs = Inputs,
                Telemetry = Telemetry,
            },
            OptionsJson = new JsonObject { ["time_gap_s"] = options.TimeGapS, ["standstill_gap_m"] = options.StandstillM,
                ["leader_speed_m_s"] = options.LeaderMeanMS },
            Figures = records => new JsonObject
            {
                ["gap_error_rms_m"] = JsonText.Number(PlatoonFigures.GapErrorRms(options, records)),
                ["distance_min_m"] = JsonText.Number(PlatoonFigures.LeastDistance(records)),
            },
            Headline = records => string.Create(
                CultureInfo.InvariantCulture,
                $"Gaps of {options.TimeGapS} s were kept to {PlatoonFigures.GapErrorRms(options, records):0.000} m (root mean square); no "
                + $"two came nearer than {PlatoonFigures.LeastDistance(records):0.00} m."),
            Sections = records =>
            [
                new ReportChart(
                    "Error of the gap to the rover ahead", "measured by where the rovers truly were", "time, s", "gap error, m",
                    [.. records.Select(record => record.TimeS)],
                    [.. Enumerable
                        .Range(1, rovers.Count - 1)
                        .Select(
                            i => new ReportSeries(rovers[i], [.. records.Select(record => PlatoonFigures.GapError(options, record, i))]))]),
            ],
        };
    }

    private static byte[] Build(
        PlatoonOptions options, IReadOnlyList<string> rovers, IReadOnlyList<(double, double, double)> starts, string name, uint version)
    {
        var place = rovers.ToList().IndexOf(name);
        return PlatoonParameterSet.Build(options, place, starts[place], version);
    }
}
