using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination.Tuning;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>Who turned what parameter, and what the host answered: by a page, by <c>mae param set</c>, by anybody. Not thread
/// safe.</summary>
public sealed class TuningWatch
{
    private const int Kept = 50;
    private const int MostAsked = 200;
    private const long AnswerUs = 2_000_000;

    private readonly Dictionary<string, JsonObject> asked = new(StringComparer.Ordinal);
    private readonly Queue<JsonObject> turned = new();
    private readonly Dictionary<string, long> expected = new(StringComparer.Ordinal);

    /// <summary>A page waits for this answer.</summary>
    public void Expect(string id, long nowUs) => expected[id] = nowUs;

    /// <summary>Somebody asks.</summary>
    public void Hear(JsonObject asks)
    {
        ArgumentNullException.ThrowIfNull(asks);
        if (Text(asks, "id") is not { Length: > 0 } id)
            return;
        if (asked.Count >= MostAsked)
            asked.Clear();
        asked[id] = asks;
    }

    /// <summary>A host answers: with what was asked, and whether one of these pages did, for a page; null where nobody knows what it
    /// answers to.</summary>
    public JsonObject? Answer(JsonObject answer, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (Text(answer, "id") is not { } id || !asked.Remove(id, out var asks))
            return null;
        var all = (JsonObject)answer.DeepClone();
        all["by_page"] = expected.Remove(id);
        all["t"] = nowMs;
        all["who"] = Text(asks, "who");
        if (ParameterChange.TryRead(asks["change"]) is not { } change)
            return all;
        all["change"] = change.ToJson();
        all["text"] = change.Text;
        turned.Enqueue(all);
        if (turned.Count > Kept)
            turned.Dequeue();
        return all;
    }

    /// <summary>Questions of pages that nobody has answered in time; each once.</summary>
    public IReadOnlyList<string> Unanswered(long nowUs)
    {
        if (expected.Count == 0)
            return [];
        List<string> late = [.. expected.Where(one => nowUs - one.Value > AnswerUs).Select(one => one.Key)];
        foreach (var id in late)
            expected.Remove(id);
        return late;
    }

    /// <summary>Changes so far, the oldest first.</summary>
    public JsonArray History() => new([.. turned.Select(one => one.DeepClone())]);

    private static string? Text(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
