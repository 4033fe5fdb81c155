using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Missions.Formation.Training;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>Options that <c>demo</c> and <c>run formation</c> share.</summary>
public sealed class FormationOptions
{
    // On a terminal a person wants to follow; 200 periods of 0.25 s then take six seconds.
    private const double WatchableSpeed = 8;

    private readonly Option<int?> periods = NumberOption.Int("--periods", "Control periods to drive (default 200)", 40, 1_000_000);
    private readonly Option<int?> rounds = NumberOption.Int(
        "--rounds", "Negotiation rounds a period (default: the fleet file's, or 2)", 1, 100);
    private readonly Option<string?> negotiation = new Option<string?>(
        "--negotiation") { Description = "admm, newton, fista or subgradient (default: the fleet file's, or admm)" };
    private readonly Option<int?> seed = NumberOption.Int(
        "--seed", "Seed of every random number (default: the fleet file's, or 1)", 0, int.MaxValue);
    private readonly SpeedOption speed = new(WatchableSpeed);
    private readonly Option<bool> inProcess = CommonOption.InProcess();
    private readonly Option<string> client = CommonOption.Client();
    private readonly Option<string> runs = CommonOption.Runs();

    public FormationOptions() => negotiation.AcceptOnlyFromAmong("admm", "newton", "fista", "subgradient");

    public IEnumerable<Symbol> Symbols => [periods, rounds, negotiation, seed, speed.Option, inProcess, client, runs];

    /// <summary>Those that only simulated rovers, or a drive with an end, have.</summary>
    public Option[] OfRuns => [periods, speed.Option, inProcess];

    /// <summary>What was given of these, to be held against a run that is gone on with.</summary>
    public (int? Periods, int? Rounds, string? Negotiation, int? Seed, bool InProcess, string Client) Given(ParseResult parse) =>
        (parse.GetValue(periods), parse.GetValue(rounds), parse.GetValue(negotiation), parse.GetValue(seed), parse.GetValue(inProcess),
            parse.GetRequiredValue(client));

    /// <summary>Least wall-clock time of a period of a run that learns.</summary>
    public TimeSpan Pace(ParseResult parse, double periodS) => speed.Pace(parse, periodS);

    /// <summary>A formation in the plane with what these options say.</summary>
    public PlanarRunOptions Apply(ParseResult parse, VerbContext context, PlanarRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        return options with
        {
            Periods = parse.GetValue(periods) ?? options.Periods,
            RoundsPerPeriod = parse.GetValue(rounds) ?? options.RoundsPerPeriod,
            InProcess = parse.GetValue(inProcess),
            Client = parse.GetRequiredValue(client),
            Pace = speed.Pace(parse, context, options.PeriodS),
        };
    }

    public string Runs(ParseResult parse) => parse.GetRequiredValue(runs);

    /// <summary>The fleet with what the command line says instead.</summary>
    public FleetFile Apply(ParseResult parse, FleetFile fleet) => fleet with
    {
        RoundsPerPeriod = parse.GetValue(rounds) ?? fleet.RoundsPerPeriod,
        Negotiation = parse.GetValue(negotiation) ?? fleet.Negotiation,
        Seed = parse.GetValue(seed) ?? fleet.Seed,
    };

    public FormationRunOptions Of(ParseResult parse, VerbContext context, FleetFile fleet, bool pushSecondVersion)
    {
        return FleetScenario.Options(fleet) with
        {
            Periods = parse.GetValue(periods) ?? 200,
            PushSecondVersion = pushSecondVersion,
            InProcess = parse.GetValue(inProcess),
            Client = parse.GetRequiredValue(client),
            Pace = speed.Pace(parse, context, fleet.PeriodS),
        };
    }

    /// <summary>Simulated rovers in this process, in lock-step.</summary>
    /// <param name="train">Learns what is pushed at half time; null: the true model.</param>
    public async Task<VerbResult> SimulateAsync(
        ParseResult parse, VerbContext context, string verb, string title, FleetFile fleet, bool pushSecondVersion,
        Func<FormationRunOptions, Task<DemoTraining>>? train = null)
    {
        fleet = Apply(parse, fleet);
        var options = Of(parse, context, fleet, pushSecondVersion);
        var training = train is null ? null : await train(options);
        if (training is not null)
            options = options with { SecondVersion = training.ParametersOf, SecondVersionIs = "learned from experience" };
        using var run = new FormationRun(options);
        return await FormationVerbRun.RunAsync(
            context, verb, title, Runs(parse), fleet, options, run, context.Cancellation, training?.Json);
    }

    /// <summary>The rovers that are on the fleet's broker, in real time.</summary>
    public async Task<VerbResult> CoordinateAsync(
        ParseResult parse, VerbContext context, string verb, string title, FleetFile fleet, bool pushSecondVersion)
    {
        fleet = Apply(parse, fleet);
        var options = Of(parse, context, fleet, pushSecondVersion);
        return await FormationVerbRun.RunAsync(
            context, verb, title, Runs(parse), fleet, options, new LiveFormation(fleet, options), context.Cancellation, live: fleet);
    }
}
