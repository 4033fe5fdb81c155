using System.Diagnostics;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Runs;

/// <summary>How far a training is and what happened on the way, in its run.json: <c>progress</c> and <c>marks</c>.</summary>
internal sealed class RunProgress(JsonObject document)
{
    private const string Marks = "marks";
    private const int MostMarks = 400;
    private const int MostOfTime = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private (long Done, TimeSpan At)? first;
    private TimeSpan? said;
    private TimeSpan pause = Pause;

    /// <summary>As it was told last.</summary>
    public long Done { get; private set; }

    /// <summary>Takes how far it is.</summary>
    /// <returns>Whether that is to be written now: once a second where the disk is quick, and at the end.</returns>
    public bool Take(long done, long total, string unit)
    {
        Done = done;
        var now = clock.Elapsed;
        first ??= (done, now);
        if (done < total && now - said < pause)
            return false;
        said = now;
        var since = done - first.Value.Done;
        document["progress"] = new JsonObject
        {
            ["done"] = done,
            ["total"] = total,
            ["unit"] = unit,
            // By the pace of this process: one that goes on where another was killed has none yet.
            ["seconds_left"] = since <= 0
                ? null : Math.Round((now - first.Value.At).TotalSeconds * (total - done) / since, 1),
        };
        return true;
    }

    /// <summary>It was written: a slow disk takes no more than a twentieth of the training's time.</summary>
    public void Wrote() => pause = (clock.Elapsed - said!.Value) * MostOfTime is var rest && rest > Pause ? rest : Pause;

    /// <param name="what">One line.</param>
    public void Mark(long at, string what)
    {
        if (document[Marks] is not JsonArray marks)
            document[Marks] = marks = [];
        marks.Add((JsonNode)new JsonObject { ["at"] = at, ["what"] = what });
        // Of many that say the same, every second one is enough to see where they are.
        if (marks.Count > MostMarks)
            document[Marks] = new JsonArray([.. marks.Where((one, i) => i % 2 == 1 || What(one) != what).Select(one => one!.DeepClone())]);
    }

    /// <summary>It goes on from there: what came later is to happen again.</summary>
    public void Return(long done)
    {
        document.Remove("progress");
        if (document[Marks] is JsonArray marks)
            document[Marks] = new JsonArray([.. marks.Where(one => (long?)one?["at"] <= done).Select(one => one!.DeepClone())]);
    }

    private static string? What(JsonNode? mark) => mark?["what"]?.ToString();
}
