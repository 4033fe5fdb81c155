using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Coordination.Tuning;

/// <summary>
/// Turns parameters of a fleet that a mission drives, for whoever asks on <see cref="Topics.Tune"/>: the change is held against every set
/// that it is for, the sets go to the rovers as one version, and the mission makes its later sets with it. What cannot be done is answered
/// with its code, and the fleet drives on.
/// </summary>
public sealed class TuningDesk
{
    private readonly FleetSession session;
    private readonly Func<IReadOnlyDictionary<string, byte[]>> sets;
    private readonly Func<uint> push;

    /// <param name="sets">Rover to its present set, as the mission made it.</param>
    /// <param name="push">Sends the sets again, under a version that it returns or a later one; throws <see cref="TuningException"/> where
    /// it cannot now.</param>
    public TuningDesk(FleetSession session, Func<IReadOnlyDictionary<string, byte[]>> sets, Func<uint> push)
    {
        (this.session, this.sets, this.push) = (session, sets, push);
        session.Hear(Topics.Tune);
        session.Told += OnTold;
    }

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <summary>Listens no more.</summary>
    public void Close() => session.Told -= OnTold;

    /// <summary>What is answered to a change that was made.</summary>
    /// <param name="id">As in the question.</param>
    public static JsonObject Answer(string id, uint version, IEnumerable<(string Rover, double[] Before, double[] After)> rovers) => new()
    {
        ["id"] = id,
        ["taken"] = true,
        ["version"] = version,
        ["rovers"] = new JsonArray([.. rovers.Select(rover => (JsonNode)new JsonObject
        {
            ["name"] = rover.Rover,
            ["before"] = Numbers(rover.Before),
            ["after"] = Numbers(rover.After),
        })]),
    };

    private void OnTold(string leaf, string text)
    {
        if (leaf != Topics.Tune)
            return;
        var asked = Parse(text);
        JsonObject answer;
        try
        {
            if (asked?["ask"] is JsonValue ask && ask.TryGetValue<string>(out var name))
            {
                session.Tell(Topics.TuneAnswers, Present(Id(asked), name).ToJsonString());
                return;
            }

            var change = ParameterChange.TryRead(asked?["change"])
                ?? throw TuningException.Wrong("This is no change of a parameter.", "Its words: mae describe.");
            answer = Turn(Id(asked), change);
            Said?.Invoke($"{Who(asked)} sets {change.Text}");
        }
        catch (TuningException refused)
        {
            answer = new JsonObject
            {
                ["id"] = Id(asked),
                ["taken"] = false,
                ["code"] = refused.Code,
                ["what"] = refused.What,
                ["next"] = refused.Next,
            };
            Said?.Invoke($"{Who(asked)} is refused: {refused.Message}");
        }

        session.Tell(Topics.TuneAnswers, answer.ToJsonString());
    }

    // What rovers have now; nothing is changed.
    private JsonObject Present(string id, string name)
    {
        var known = ParameterDeclarations.Find(name, session.Tuning.Own)
            ?? throw TuningException.Unknown(
                $"There is no parameter {name[..Math.Min(name.Length, 64)]}.", "See what there is: mae param list");
        var present = Present(sets(), new ParameterChange(name, null, null, null), known);
        return new JsonObject
        {
            ["id"] = id,
            ["taken"] = true,
            ["asked"] = name,
            ["rovers"] = new JsonArray([.. present.Select(rover => (JsonNode)new JsonObject
            {
                ["name"] = rover.Key,
                ["present"] = Numbers(rover.Value),
            })]),
        };
    }

    private JsonObject Turn(string id, ParameterChange change)
    {
        var plain = sets();
        var known = ParameterDeclarations.Find(change.Name, session.Tuning.Own);
        var before = Present(plain, change, known);
        var old = session.Tuning.Snapshot();
        session.Tuning.Take(change, plain);
        uint version;
        try
        {
            version = push();
        }
        catch (TuningException)
        {
            session.Tuning.Restore(old);
            throw;
        }

        var after = Present(plain, change, known);
        return Answer(id, version, before.Select(rover => (rover.Key, rover.Value, after[rover.Key])));
    }

    private Dictionary<string, double[]> Present(
        IReadOnlyDictionary<string, byte[]> plain, ParameterChange change, ParameterDeclaration? known)
    {
        return known is null ? [] : plain.Where(rover => change.Rover is null || change.Rover == rover.Key).ToDictionary(
            rover => rover.Key, rover => TunedSet.Read(session.Tuning.Apply(rover.Key, rover.Value), known) ?? [], StringComparer.Ordinal);
    }

    private static JsonArray Numbers(double[] values) => [.. values.Select(value => (JsonNode)value)];

    /// <summary>Null where it is no JSON object: anybody may write on an open broker.</summary>
    public static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Id(JsonObject? asked) => Short(asked, "id");

    // Anybody may write on an open broker: no control characters, no novel.
    private static string Who(JsonObject? asked) =>
        Short(asked, "who") is { Length: > 0 } who ? new string([.. who.Where(c => !char.IsControl(c))]) : "somebody";

    private static string Short(JsonObject? asked, string key) =>
        asked?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text[..Math.Min(text.Length, 64)] : "";
}
