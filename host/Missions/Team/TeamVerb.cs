using System.CommandLine;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>
/// <c>run NAME</c> of a team that negotiates nothing: rovers that are on a broker, in real time, or simulated ones in lock-step; run
/// folder, CSV, page, JSON, exit code. A mission says what is driven (<see cref="Plan"/>) and adds its options.
/// </summary>
public abstract class TeamVerb : Verb
{
    private const int MostRovers = 64;

    private readonly FleetOptions fleet = new();
    private readonly Option<int?> agents = NumberOption.Int(
        "--agents", "Rovers (default 3; with a broker: all of the fleet file)", 1, MostRovers);
    private readonly Option<int?> periods = NumberOption.Int(
        "--periods", "Control periods to drive (default: the mission's)", 1, 1_000_000);
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Seed of whatever is drawn (default 1)", 0, int.MaxValue);
    private readonly SpeedOption speed = new();
    private readonly Option<bool> inProcess = CommonOption.InProcess();
    private readonly Option<string> client = CommonOption.Client();
    private readonly Option<string> runs = CommonOption.Runs();

    /// <inheritdoc/>
    public override TimeSpan? DefaultTimeout => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override WebPage Page => WebPage.OnRequest;

    public sealed override IEnumerable<Symbol> Symbols =>
        [.. fleet.CommandingSymbols, agents, periods, seed, speed.Option, inProcess, client, runs, .. OwnSymbols];

    /// <summary>The mission's own options.</summary>
    protected virtual IEnumerable<Symbol> OwnSymbols => [];

    /// <summary>What is driven.</summary>
    /// <param name="rovers">Their names, in the team's order.</param>
    /// <param name="starts">Where the fleet file says that each was put down; null: simulated rovers, which the mission may put where it
    /// likes.</param>
    /// <param name="periods">As asked for; null: the mission's to choose.</param>
    /// <exception cref="MaeException">Options that contradict each other.</exception>
    protected abstract TeamPlan Plan(
        ParseResult parse, IReadOnlyList<string> rovers, IReadOnlyList<(double XM, double YM, double HeadingRad)>? starts, int? periods,
        ulong seed);

    /// <inheritdoc/>
    public sealed override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentNullException.ThrowIfNull(context);
        var number = (ulong)(parse.GetValue(seed) ?? 1);
        if (fleet.LoadLive(parse, parse.GetValue(agents), speed.Option, inProcess) is { } there)
        {
            var names = there.Rovers.Select(rover => rover.Name).ToList();
            var live = Plan(parse, names, [.. there.Rovers.Select(rover => rover.Start)], parse.GetValue(periods), number);
            live = live with { Options = live.Options with { Fleet = there.Fleet, Client = parse.GetRequiredValue(client) } };
            return await DriveAsync(parse, context, live, new LiveTeam(there, live.Options, parse.GetValue(agents) ?? names.Count), there);
        }

        var count = parse.GetValue(agents) ?? 3;
        var plan = Plan(parse, [.. Enumerable.Range(1, count).Select(i => $"rover-{i}")], null, parse.GetValue(periods), number);
        plan = plan with
        {
            Options = plan.Options with
            {
                Client = parse.GetRequiredValue(client),
                InProcess = parse.GetValue(inProcess),
                Pace = speed.Pace(parse, context, plan.Options.PeriodS),
            },
        };
        using var run = new TeamRun(plan.Options);
        return await DriveAsync(parse, context, plan, run);
    }

    /// <summary>For <see cref="IMission.Serve"/>.</summary>
    /// <exception cref="MaeException">MAE546: options that only simulated rovers have; or those that contradict each other.</exception>
    public IMissionService Serve(ParseResult parse, FleetFile there)
    {
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentNullException.ThrowIfNull(there);
        FleetOptions.Check(parse, there, parse.GetValue(agents), speed.Option, inProcess, periods);
        var names = there.Rovers.Select(rover => rover.Name).ToList();
        var options = Plan(
            parse, names, [.. there.Rovers.Select(rover => rover.Start)], null, (ulong)(parse.GetValue(seed) ?? 1)).Options;
        return new TeamService(there, options.SetOf, TeamRun.Needs, LiveTeam.Smaller) {
            Agents = parse.GetValue(agents), Tuning = options.Tuning() };
    }

    private async Task<VerbResult> DriveAsync(
        ParseResult parse, VerbContext context, TeamPlan plan, IFleetRun<TeamRecord, TeamSummary> drive, FleetFile? live = null)
    {
        var options = plan.Options;
        var journal = RunJournal.Begin(parse.GetRequiredValue(runs), options.Mission, TeamJson.Begin(options, plan.OptionsJson), context);
        foreach (var rover in options.Rovers)
            journal.Folder.Write($"{rover}.v1.maep", options.SetOf(rover, 1));
        var records = new List<TeamRecord>();
        using var kept = new KeptRun(context, journal, $"{options.Mission}.csv", TeamRecording.Setup(options, live));
        var rows = new TeamCsv(kept.Table, options, kept.Record.Row);
        var lastS = double.NegativeInfinity;
        drive.PeriodDone += record =>
        {
            records.Add(record);
            rows.Add(record);
            kept.Record.Say((uint)record.Tick, TeamRecording.Rovers(options, record), []);
            if (record.TimeS < lastS + 1)
                return;
            lastS = record.TimeS;
            var text = plan.Progress?.Invoke(record) ?? $"{record.Rovers.Count(rover => rover.Drives)} of {record.Rovers.Count} driving";
            context.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{record.TimeS,6:0.0} s  {text}"));
        };
        drive.Said += text => context.Console.MarkupLineInterpolated($"[grey]{text}[/]");
        drive.Said += kept.Record.Log;
        return await kept.KeepAsync(
            () => Task.Run(() => drive.Execute(context.Cancellation), CancellationToken.None),
            () => TeamReport.Build(plan, drive.SoFar(), records),
            () => TeamJson.Result(options, drive.SoFar(), plan.Figures(records), journal.Folder.Path),
            () => Tell(context, plan, drive.SoFar(), records),
            () => (drive.SoFar().Turnout, drive.SoFar().Doubles));
    }

    private static void Tell(VerbContext context, TeamPlan plan, TeamSummary summary, List<TeamRecord> records)
    {
        var headline = records.Count == 0 ? "nothing was driven." : plan.Headline(records);
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Options.Rovers.Count} rovers over {summary.Transport}: {headline} {summary.MessagesTotal} messages, "
            + $"{summary.DeadlineMisses} deadline misses."));
    }
}
