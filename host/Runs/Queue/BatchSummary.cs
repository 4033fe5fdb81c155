using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>What the runs of a batch came to: each, and by what tells them apart besides their seeds.</summary>
public sealed class BatchSummary
{
    private const string Seed = "seed";

    private BatchSummary(string name, string folder, string verb, IReadOnlyList<Row> rows)
    {
        (Name, Folder, Verb, Rows) = (name, folder, verb, rows);
        Groups =
        [
            .. rows.GroupBy(row => row.OptionText)
                .Select(group => new Group(group.Key, WithoutSeed(group.First().Options), [.. group])),
        ];
    }

    public string Name { get; }

    public string Folder { get; }

    public string Verb { get; }

    public IReadOnlyList<Row> Rows { get; }

    /// <summary>One for each choice of options, in the order of the first run of each.</summary>
    public IReadOnlyList<Group> Groups { get; }

    /// <summary>Of a batch whose runs all have the same; null while none is done.</summary>
    public KeyFigure? Figure => Rows.Select(row => row.Figure).FirstOrDefault(figure => figure is not null);

    /// <summary>The run with the best figure; null where none is better than another.</summary>
    public Row? Best => BestOf(Rows);

    public static BatchSummary Of(string folder, string verb, RunQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return new BatchSummary(Path.GetFileName(folder), folder, verb, [.. queue.Runs.Select(Row.Of)]);
    }

    public int Count(string state) => Rows.Count(row => row.State == state);

    public JsonObject ToJson() => new()
    {
        ["batch"] = Name,
        ["folder"] = Folder,
        ["verb"] = Verb,
        ["runs_total"] = Rows.Count,
        ["runs_done"] = Count(QueueState.Done),
        ["runs_failed"] = Count(QueueState.Failed),
        ["runs_stopped"] = Count(QueueState.Stopped),
        ["runs_running"] = Count(QueueState.Running),
        ["runs_waiting"] = Count(QueueState.Waiting),
        ["figure_name"] = Figure?.Label,
        ["figure_better"] = Figure?.Better switch { 1 => "more", -1 => "less", _ => null },
        ["best"] = Best?.ToJson(withResults: false),
        ["by_option"] = new JsonArray([.. Groups.Select(group => (JsonNode)group.ToJson())]),
        ["run_dir"] = new JsonArray([.. Rows.Select(row => (JsonNode?)row.RunFolder)]),
        ["runs"] = new JsonArray([.. Rows.Select(row => (JsonNode)row.ToJson(withResults: true))]),
    };

    private static Row? BestOf(IReadOnlyList<Row> rows)
    {
        var known = rows.Where(row => row.Figure is { Better: not 0 } figure && double.IsFinite(figure.Value)).ToList();
        return known.Count == 0 ? null : known.MaxBy(row => row.Figure!.Value * row.Figure.Better);
    }

    private static JsonObject WithoutSeed(JsonObject options) =>
        new(options.Where(option => option.Key != Seed).Select(option => KeyValuePair.Create(option.Key, option.Value?.DeepClone())));

    /// <summary>One run.</summary>
    /// <param name="Options">Seed and whatever is swept.</param>
    /// <param name="Results">Null until it is done.</param>
    public sealed record Row(
        string Id, string State, int Attempts, JsonObject Options, JsonObject? Results, JsonObject? Error, string? RunFolder,
        string LastLine)
    {
        public KeyFigure? Figure { get; } = KeyFigure.Of(Results);

        /// <summary>Its options but the seed; empty where there are none.</summary>
        public string OptionText =>
            string.Join(", ", Options.Where(option => option.Key != Seed).Select(option => $"{option.Key} {option.Value}"));

        public string SeedText => Options[Seed]?.ToString() ?? "";

        internal static Row Of(QueuedRun run)
        {
            var results = run.Results;
            return new Row(
                run.Id, run.State, run.Attempts, run.Options, results, run.Error, results?["run_dir"]?.ToString() ?? run.RunFolderPath,
                run.LastLine);
        }

        internal JsonObject ToJson(bool withResults)
        {
            var json = new JsonObject
            {
                ["id"] = Id,
                ["state"] = State,
                ["attempts"] = Attempts,
                ["options"] = Options.DeepClone(),
                ["figure"] = Figure is { } figure ? JsonText.Number(figure.Value) : null,
                ["run_dir"] = RunFolder,
            };
            if (!withResults)
                return json;
            json["results"] = Results?.DeepClone();
            json["error"] = Error?.DeepClone();
            return json;
        }
    }

    /// <summary>Runs that differ by their seeds alone.</summary>
    public sealed record Group(string Text, JsonObject Options, IReadOnlyList<Row> Rows)
    {
        public Spread Spread { get; } = Spread.Of(Rows.Select(row => row.Figure?.Value ?? double.NaN));

        public Row? Best => BestOf(Rows);

        internal JsonObject ToJson()
        {
            var json = new JsonObject { ["options"] = Options.DeepClone() };
            foreach (var (key, value) in Spread.ToJson())
                json[key] = value?.DeepClone();
            json["best_seed"] = Best?.Options[Seed]?.DeepClone();
            json["best_run_dir"] = Best?.RunFolder;
            var figures = new JsonObject();
            foreach (var name in Rows.SelectMany(row => Numbers(row.Results, "")).Select(number => number.Name).Distinct())
            {
                figures[name] = Spread
                    .Of(Rows
                        .SelectMany(row => Numbers(row.Results, ""))
                        .Where(number => number.Name == name)
                        .Select(number => number.Value))
                    .ToJson();
            }

            json["figures"] = figures;
            return json;
        }

        private static IEnumerable<(string Name, double Value)> Numbers(JsonObject? results, string stem)
        {
            foreach (var (key, value) in results ?? [])
            {
                if (value is JsonObject inner)
                {
                    foreach (var number in Numbers(inner, $"{stem}{key}."))
                        yield return number;
                }
                else if (value is JsonValue plain && key != Seed && plain.TryGetValue<double>(out var number))
                    yield return ($"{stem}{key}", number);
            }
        }
    }
}
