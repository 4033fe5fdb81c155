using System.Text.Json;

namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>
/// Reads recorded episodes: {"source", "episodes": [{"N", "agents": [[x, y]], "landmarks": [[x, y]], "steps": [{"a", "pos", "vel", "obs",
/// "r_individual", "r_shared"}]}]}. An action is 0 .. 4; five numbers where it is continuous, or the two of a force in units of 5 N
/// (openai without a discrete space). The variant is the one asked for, else that of "variant"
/// (openai, mpe2, pettingzoo; in the document or in an episode), else the one that "source" names, else OpenAI's; "local_ratio" likewise,
/// 0.5 where it is not given.
/// </summary>
public static class ParticleTraceFile
{
    private const int MostAgents = 64;
    private const long MostBytes = 1L << 30;

    /// <summary>Names of the variants, as a trace has them.</summary>
    public static IReadOnlyList<string> Variants { get; } = ["openai", "mpe2", "pettingzoo"];

    /// <param name="variant">One of <see cref="Variants"/>, whatever the file says; null: as the file says.</param>
    /// <exception cref="ParticleTraceException">Not readable, or which field is wrong.</exception>
    public static IReadOnlyList<ParticleTrace> Read(string file, string? variant = null)
    {
        try
        {
            using var stream = File.OpenRead(file); // unlike bytes, a stream may begin with a byte order mark
            if (stream.CanSeek && stream.Length > MostBytes)
            {
                throw new ParticleTraceException(
                    $"{stream.Length} bytes are more than the {MostBytes} that are read at once; give fewer episodes.");
            }

            using var document = JsonDocument.Parse(stream);
            return Episodes(document.RootElement, variant);
        }
        catch (JsonException error)
        {
            throw new ParticleTraceException($"{JsonPlace.Of(file, error)} This is no readable JSON.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ParticleTraceException($"{file} is no readable JSON: {error.Message}", error);
        }
        catch (ParticleTraceException error)
        {
            throw new ParticleTraceException($"{file}: {error.Message}", error);
        }
    }

    private static List<ParticleTrace> Episodes(JsonElement root, string? variant)
    {
        var traces = new List<ParticleTrace>();
        foreach (var episode in Items(Field(root, "episodes", "the document"), "episodes", null))
        {
            var place = $"episodes[{traces.Count}]";
            traces.Add(Episode(root, episode, place, variant));
        }

        return traces.Count > 0 ? traces : throw new ParticleTraceException("episodes is empty.");
    }

    private static ParticleTrace Episode(JsonElement root, JsonElement episode, string place, string? variant)
    {
        var agents = Pairs(episode, "agents", place, null);
        var landmarks = Pairs(episode, "landmarks", place, null);
        var count = agents.Length / 2;
        if (count is < 1 or > MostAgents || landmarks.Length is < 2 or > 2 * MostAgents)
        {
            throw new ParticleTraceException(
                $"{place} has {count} agents and {landmarks.Length / 2} landmarks, not 1 to {MostAgents} of each.");
        }

        if (episode.TryGetProperty("N", out var said) && (!said.TryGetInt32Safe(out var n) || n != count))
            throw new ParticleTraceException($"{place}.N is {said.GetRawText()}, but agents has {count} positions.");
        var name = variant ?? VariantOf(root, episode, place);
        var options = Options(name, root, episode, place, count, landmarks.Length / 2);
        var steps = new List<ParticleTraceStep>();
        foreach (var step in Items(Field(episode, "steps", place), $"{place}.steps", null))
            steps.Add(Step(step, $"{place}.steps[{steps.Count}]", count, landmarks.Length / 2, name == "openai"));
        return steps.Count > 0
            ? new ParticleTrace(name, options, agents, landmarks, steps)
            : throw new ParticleTraceException($"{place}.steps is empty.");
    }

    private static string VariantOf(JsonElement root, JsonElement episode, string place)
    {
        var source = Text(root, "source", place) ?? "";
        return Text(episode, "variant", place) ?? Text(root, "variant", place)
            ?? (Mentions(source, "mpe2")
                ? "mpe2"
                : Mentions(source, "openai") ? "openai"
                : Mentions(source, "pettingzoo") ? "pettingzoo"
                : "openai");
    }

    private static ParticleOptions Options(string name, JsonElement root, JsonElement episode, string place, int agents, int landmarks)
    {
        var options = name switch
        {
            "openai" => ParticleOptions.OpenAi(agents, landmarks),
            "mpe2" => ParticleOptions.Mpe2(agents, landmarks),
            "pettingzoo" => ParticleOptions.PettingZoo(agents, landmarks),
            _ => throw new ParticleTraceException($"{place}: variant \"{name}\" is none of {string.Join(", ", Variants)}."),
        };
        foreach (var owner in new[] { root, episode })
        {
            if (!owner.TryGetProperty("local_ratio", out var ratio))
                continue;
            var value = Number(ratio, $"{place}: local_ratio");
            options = value is >= 0.0 and <= 1.0
                ? options with { LocalRatio = value }
                : throw new ParticleTraceException($"{place}: local_ratio {ratio.GetRawText()} is not from 0 to 1.");
        }

        return options;
    }

    // In the words before "NB" or a bracket a source says what it is; later it may compare itself to others.
    private static bool Mentions(string source, string name) =>
        source.Split("(NB", 2)[0].Split(" NB", 2)[0].Contains(name, StringComparison.OrdinalIgnoreCase);

    private static ParticleTraceStep Step(JsonElement step, string place, int agents, int landmarks, bool hasForces)
    {
        var (discrete, continuous) = Actions(step, place, agents, hasForces);
        var observations = new List<double[]>();
        var plain = 4 + (2 * landmarks) + (2 * (agents - 1));
        foreach (var row in Items(Field(step, "obs", place), $"{place}.obs", agents))
        {
            var at = $"{place}.obs[{observations.Count}]";
            var numbers = Numbers(row, at, null);
            if (numbers.Length != plain && numbers.Length != plain + (2 * (agents - 1)))
            {
                throw new ParticleTraceException(
                    $"{at} has {numbers.Length} numbers, not {plain} or, with what others say, {plain + (2 * (agents - 1))}.");
            }

            observations.Add(numbers);
        }

        return new ParticleTraceStep(
            discrete, continuous, Pairs(step, "pos", place, agents), Pairs(step, "vel", place, agents), [.. observations],
            Numbers(Field(step, "r_individual", place), $"{place}.r_individual", agents),
            Number(Field(step, "r_shared", place), $"{place}.r_shared"));
    }

    private static (int[]? Discrete, double[]? Continuous) Actions(JsonElement step, string place, int agents, bool hasForces)
    {
        var actions = Items(Field(step, "a", place), $"{place}.a", agents);
        if (actions[0].ValueKind == JsonValueKind.Array)
            return (null, [.. actions.SelectMany((action, i) => Continuous(action, $"{place}.a[{i}]", hasForces))]);
        var discrete = new int[agents];
        for (var i = 0; i < agents; i++)
        {
            if (!actions[i].TryGetInt32Safe(out discrete[i]) || discrete[i] is < 0 or > 4)
                throw new ParticleTraceException($"{place}.a[{i}] is {actions[i].GetRawText()}, not 0 to 4.");
        }

        return (discrete, null);
    }

    private static double[] Continuous(JsonElement action, string place, bool hasForces)
    {
        if (!hasForces || action.ValueKind != JsonValueKind.Array || action.GetArrayLength() != 2)
            return Numbers(action, place, 5);
        var force = Numbers(action, place, 2);
        return [0.0, force[0], 0.0, force[1], 0.0];
    }

    private static double[] Pairs(JsonElement owner, string field, string place, int? count)
    {
        var array = Field(owner, field, place);
        var pairs = new double[2 * Length(array, $"{place}.{field}", count)];
        var k = 0;
        foreach (var pair in array.EnumerateArray())
        {
            // The place is put into words only where something is wrong there: most of the time went into that.
            if (pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && TryNumber(pair[0], out pairs[k])
                && TryNumber(pair[1], out pairs[k + 1]))
                k += 2;
            else
                Numbers(pair, $"{place}.{field}[{k / 2}]", 2);
        }

        return pairs;
    }

    private static JsonElement Field(JsonElement owner, string field, string place)
    {
        if (owner.ValueKind != JsonValueKind.Object)
            throw new ParticleTraceException($"{place} is not an object.");
        return owner.TryGetProperty(field, out var value) ? value : throw new ParticleTraceException($"{place}: {field} is missing.");
    }

    private static JsonElement[] Items(JsonElement array, string place, int? count)
    {
        Length(array, place, count);
        return [.. array.EnumerateArray()];
    }

    private static int Length(JsonElement array, string place, int? count)
    {
        if (array.ValueKind != JsonValueKind.Array)
            throw new ParticleTraceException($"{place} is not an array.");
        if (count is { } wanted && array.GetArrayLength() != wanted)
            throw new ParticleTraceException($"{place} has {array.GetArrayLength()} elements, not {wanted}.");
        return array.GetArrayLength();
    }

    private static double[] Numbers(JsonElement array, string place, int? count)
    {
        var numbers = new double[Length(array, place, count)];
        var k = 0;
        foreach (var item in array.EnumerateArray())
            numbers[k++] = TryNumber(item, out var number) ? number : Number(item, $"{place}[{k - 1}]");
        return numbers;
    }

    private static bool TryNumber(JsonElement value, out double number)
    {
        number = 0.0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number) && double.IsFinite(number);
    }

    private static double Number(JsonElement value, string place) =>
        TryNumber(value, out var number) ? number : throw new ParticleTraceException($"{place} is no finite number.");

    private static string? Text(JsonElement owner, string field, string place) =>
        !owner.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new ParticleTraceException($"{place}: {field} is {value.GetRawText()}, not a text.");

    private static bool TryGetInt32Safe(this JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    }
}
