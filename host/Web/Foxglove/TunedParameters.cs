using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Host.Web.Foxglove;

/// <summary>
/// The parameters of the controllers, as viewers see and set them: those of <c>mae param list</c>, by the same words on the fleet's topic
/// as <c>mae param set</c> sends, answered by the host that drives. <c>tuned.NAME</c> is everybody's where all rovers have the same
/// numbers, <c>tuned.ROVER.NAME</c> one rover's. Safe from any thread.
/// </summary>
/// <param name="tell">Says something under <see cref="Topics.HostName"/>; false: nobody hears it.</param>
internal sealed class TunedParameters(Func<string, string, bool> tell)
{
    private const string Prefix = "tuned.";

    private readonly Lock gate = new();
    private readonly TuningWatch watch = new();
    private readonly SortedDictionary<string, SortedDictionary<string, double[]>> present = new(StringComparer.Ordinal);
    private string? lease;

    /// <summary>A viewer of these has turned a parameter: the host's answer with the change in it, and who the host is.</summary>
    public event Action<JsonObject, string?>? Turned;

    /// <summary>What a viewer asked for was refused: code and words.</summary>
    public event Action<string>? Refused;

    /// <summary>Nobody has said yet what the sets have.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return present.Count == 0;
        }
    }

    /// <summary>Asks the host that drives for every parameter that can be turned.</summary>
    public void Ask()
    {
        lock (gate)
            watch.Unanswered(NowUs);
        foreach (var one in ParameterDeclarations.All.Where(one => one.IsLive))
            Send(new JsonObject { ["ask"] = one.Name });
    }

    /// <summary>Something was said under <see cref="Topics.HostName"/>.</summary>
    /// <returns>Whether numbers are others now.</returns>
    public bool Hear(string leaf, byte[] payload)
    {
        JsonObject? refused = null, turned = null;
        var isChanged = false;
        lock (gate)
        {
            if (leaf == Topics.Lease)
                lease = LeaseWord.TryRead(payload) is { Says: LeaseWord.Claims } word ? word.Text : null;
            if (leaf == Topics.Scene && payload.Length == 0)
                isChanged = Clear();
            if (leaf == Topics.Tune && HeardJson.Parse(payload) is { } asks)
                watch.Hear(asks);
            if (leaf == Topics.TuneAnswers && HeardJson.Parse(payload) is { } said && watch.Answer(said, 0) is { } answer)
            {
                isChanged = Take(answer);
                var isOurs = HeardJson.IsTrue(answer["by_page"]) && answer["change"] is not null;
                turned = isOurs && HeardJson.IsTrue(answer["taken"]) ? answer : null;
                refused = isOurs && turned is null ? answer : null;
            }
        }

        if (turned is not null)
            Turned?.Invoke(turned, lease);
        if (refused is not null)
            Refused?.Invoke($"{refused["code"]} {refused["what"]} {refused["next"]}");
        return isChanged;
    }

    /// <summary>Names and values: a number, or an array of them.</summary>
    public IReadOnlyList<(string Name, JsonNode Value)> Values()
    {
        lock (gate)
        {
            var all = new List<(string, JsonNode)>();
            foreach (var (name, rovers) in present)
            {
                var first = rovers.Values.First();
                if (rovers.Values.All(values => values.AsSpan().SequenceEqual(first)))
                    all.Add((Prefix + name, Json(first)));
                all.AddRange(rovers.Select(rover => ($"{Prefix}{rover.Key}.{name}", Json(rover.Value))));
            }

            return all;
        }
    }

    /// <summary>Asks for another value.</summary>
    /// <returns>False: there is no such parameter, or nobody hears it.</returns>
    public bool Set(string name, JsonNode? value)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var (rover, its) = name[Prefix.Length..].Split('.') is [var of, var declared] ? (of, declared) : (null, name[Prefix.Length..]);
        lock (gate)
        {
            if (!present.TryGetValue(its, out var rovers) || (rover is not null && !rovers.ContainsKey(rover)))
                return false;
        }

        var values = value is JsonArray array ? (JsonArray)array.DeepClone() : new JsonArray(value?.DeepClone());
        var change = new JsonObject { ["name"] = its, ["element"] = null, ["values"] = values, ["rover"] = rover };
        // A viewer's numbers may be whole ones, which JSON that was never text keeps apart: read as a host will.
        return ParameterChange.TryRead(JsonNode.Parse(change.ToJsonString())) is { } read
            && Send(new JsonObject { ["change"] = read.ToJson() });
    }

    private static long NowUs => 1000 * Environment.TickCount64;

    private bool Send(JsonObject asked)
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        (asked["id"], asked["who"]) = (id, "Foxglove");
        lock (gate)
        {
            watch.Expect(id, NowUs);
        }

        return tell(Topics.Tune, asked.ToJsonString());
    }

    private bool Take(JsonObject answer)
    {
        var name = answer["asked"]?.ToString() ?? (HeardJson.IsTrue(answer["taken"]) ? answer["change"]?["name"]?.ToString() : null);
        if (name is null || answer["rovers"] is not JsonArray rovers)
            return false;
        var isChanged = false;
        foreach (var rover in rovers.OfType<JsonObject>())
        {
            if (rover["name"]?.ToString() is not { } of || (rover["present"] ?? rover["after"]) is not JsonArray numbers
                || !numbers.All(number => number is JsonValue value && value.TryGetValue(out double _)))
                continue;
            double[] values = [.. numbers.Select(number => number!.GetValue<double>())];
            // A mission whose sets have no such parameter.
            if (values.Length == 0)
                continue;
            if (!present.TryGetValue(name, out var its))
                present[name] = its = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
            isChanged |= !its.TryGetValue(of, out var before) || !before.AsSpan().SequenceEqual(values);
            its[of] = values;
        }

        return isChanged;
    }

    private bool Clear()
    {
        var had = present.Count > 0;
        present.Clear();
        return had;
    }

    private static JsonNode Json(double[] values) =>
        values is [var only] ? JsonValue.Create(only) : new JsonArray([.. values.Select(value => (JsonNode)value)]);
}
