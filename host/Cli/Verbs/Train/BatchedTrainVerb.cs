using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cluster;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Queue;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A mission's training, which with <c>--seeds</c> or <c>--sweep</c> becomes a batch of them: a durable queue in the batch's
/// folder, worked at by processes of their own.</summary>
public sealed class BatchedTrainVerb(Verb training) : Verb
{
    private const string Seed = "--seed";
    private const int MostRuns = 10_000;

    // Not what a training is, but where it is kept and what it goes on with.
    private static readonly string[] Unswept = [Seed, "--runs", "--resume"];

    private readonly Option<string?> seeds = new(
        "--seeds") { Description = "Several runs, such as 1..8 or 1,3,7, on all cores", HelpName = "SEEDS" };
    private readonly Option<string[]> sweep = new("--sweep")
    {
        Description = "An option's values in turn, such as learning_rate=0.001,0.003; may be repeated", HelpName = "OPTION=VALUES",
    };
    private readonly Option<int?> workers = NumberOption.Int("--workers", "Processes that several runs share (default: the cores)", 1, 256);

    private readonly Option<string?> cluster = TrainWorkVerb.ClusterOption(
        "Store of a cluster: whoever works for it and sees the batch's folder takes part (mae train work --cluster)");

    public override string Name => training.Name;

    public override string Summary => training.Summary;

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        .. training.Examples,
        ($"mae train {training.Name} --seeds 1..8 --workers 2 --json", "eight runs by two processes; a worker that dies is replaced"),
    ];

    public override WebPage Page => WebPage.Training;

    public override TimeSpan? DefaultTimeout => training.DefaultTimeout;

    public override TimeoutMeaning TimeoutMeans => training.TimeoutMeans;

    public override IEnumerable<Symbol> Symbols => [.. training.Symbols, seeds, sweep, workers, cluster];

    public override TimeSpan? DefaultTimeoutOf(ParseResult parse) => training.DefaultTimeoutOf(parse);

    private string Line => $"train {training.Name}";

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var swept = parse.GetValue(sweep) ?? [];
        if (parse.GetValue(seeds) is null && swept.Length == 0)
        {
            return parse.GetValue(workers) is null && parse.GetValue(cluster) is null
                ? await training.RunAsync(parse, context)
                : throw new MaeException(
                    ExitCode.Usage, "MAE582", "--workers and --cluster share several runs, and this is one.",
                    "Give --seeds or --sweep, or leave it out.");
        }

        var tasks = Tasks(parse, swept);
        var options = new JsonObject
        {
            ["arguments"] = JsonText.Array(Given(parse, [])),
            ["seeds"] = parse.GetValue(seeds),
            ["sweep"] = JsonText.Array(swept),
            ["directory"] = Directory.GetCurrentDirectory(),
        };
        using var announced = parse.GetValue(cluster) is { } store ? new ClusterBatches(store) : null;
        if (announced is not null)
            await announced.FoldersAsync();
        var batch = TrainingBatch.Create(Runs(parse), new RunHeader(Line, options), tasks);
        if (announced is null)
            return await BatchWork.RunAsync(batch, parse.GetValue(workers), context);
        await announced.AddAsync(batch.Folder.Path);
        try
        {
            return await BatchWork.RunAsync(batch, parse.GetValue(workers), context);
        }
        finally
        {
            // What this command left, others go on with.
            if (batch.Queue.IsOver)
                await announced.RemoveAsync(batch.Folder.Path);
        }
    }

    private List<(IReadOnlyList<string> Arguments, JsonObject Options)> Tasks(ParseResult parse, string[] swept)
    {
        Option? seedOption = training.Symbols.OfType<Option>().FirstOrDefault(option => option.Name == Seed);
        if (parse.GetValue(seeds) is not null && seedOption is null)
            throw new MaeException(ExitCode.Usage, "MAE582", $"mae {Line} takes no seed.", "Leave out --seeds.");
        Refuse(parse, "--resume", "goes on with one run");
        if (parse.GetValue(seeds) is not null)
            Refuse(parse, Seed, "and --seeds both say which run");
        var known = training.Symbols.OfType<Option>().Where(option => !Unswept.Contains(option.Name)).ToList();
        var sweeps = swept.Select(text => SweepText.Parse(text, known, Line)).ToList();
        foreach (var one in sweeps)
        {
            Refuse(parse, one.Option, "is swept already");
            if (sweeps.Count(other => other.Key == one.Key) > 1)
                throw new MaeException(ExitCode.Usage, "MAE582", $"{one.Key} is swept twice.", "Give all its values in one --sweep.");
        }

        IReadOnlyList<int?> numbers = parse.GetValue(seeds) is { } text ? [.. SeedList.Parse(text, Line).Select(n => (int?)n)] : [null];
        var choices = SweepText.Choices(sweeps);
        if ((long)numbers.Count * choices.Count > MostRuns)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE582", $"That is {numbers.Count * choices.Count} runs; a batch has {MostRuns} at most.",
                "Sweep fewer values or seeds.");
        }

        var given = Given(parse, Unswept);
        var tasks = choices.SelectMany(choice => numbers.Select(number => Of(parse, given, choice, number))).ToList();
        // What no parser takes is said now, not by every run.
        foreach (var (arguments, _) in tasks)
        {
            var check = MaeApp.Build(Missions(parse)).Parse([.. arguments]);
            if (check.Errors.Count > 0)
                throw UsageError.From(check);
        }

        return tasks;
    }

    private (IReadOnlyList<string> Arguments, JsonObject Options) Of(
        ParseResult parse, IReadOnlyList<string> given, IReadOnlyList<(SweepText Sweep, string Value)> choice, int? number)
    {
        List<string> arguments = ["train", training.Name, .. given];
        var options = new JsonObject();
        foreach (var (one, value) in choice)
        {
            arguments.AddRange([one.Option, value]);
            options[one.Key] = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain) ? plain : value;
        }

        if (number is { } seed)
            arguments.AddRange([Seed, seed.ToString(CultureInfo.InvariantCulture)]);
        options["seed"] = number ?? SeedOf(parse);
        foreach (var file in parse.GetValue(MissionFile.Option) ?? [])
            arguments.AddRange(["--missions", Path.GetFullPath(file)]);
        return (arguments, options);
    }

    private int? SeedOf(ParseResult parse) =>
        training.Symbols.OfType<Option<int?>>().FirstOrDefault(option => option.Name == Seed) is { } option ? parse.GetValue(option) : null;

    private void Refuse(ParseResult parse, string name, string why)
    {
        if (training.Symbols.OfType<Option>().FirstOrDefault(option => option.Name == name) is { } option
            && parse.GetResult(option) is { Implicit: false })
            throw new MaeException(ExitCode.Usage, "MAE582", $"{name} {why}.", "Give one of them.");
    }

    /// <summary>The training's own words of the command line, as they were typed.</summary>
    private List<string> Given(ParseResult parse, IReadOnlyList<string> without)
    {
        var words = new List<string>();
        foreach (var symbol in training.Symbols)
        {
            if (symbol is Argument argument && parse.GetResult(argument) is { } typed)
                words.InsertRange(0, typed.Tokens.Select(token => token.Value));
            if (symbol is not Option option || without.Contains(option.Name) || parse.GetResult(option) is not { Implicit: false } result)
                continue;
            words.Add(option.Name);
            words.AddRange(result.Tokens.Select(token => token.Value));
        }

        return words;
    }

    private string Runs(ParseResult parse) =>
        training.Symbols.OfType<Option<string>>().FirstOrDefault(option => option.Name == "--runs") is { } option
            ? parse.GetRequiredValue(option)
            : "runs";

    private static Missions.MissionList Missions(ParseResult parse) => MissionFile.Load(parse.GetValue(MissionFile.Option) ?? []);
}
