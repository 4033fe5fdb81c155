using System.Text.Json;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Bench;

/// <summary>
/// Reads quadratic programs: {"name","n","m","H","f","A","lower","upper","soft_weight","sequence":[{"f","lower","upper","objective"}]}.
/// A member of a step that is missing is that of the problem; without a sequence the problem itself is the only step. An infinite bound
/// or weight is none, or hard; NaN and Infinity elsewhere are read, so that the solver can say what it makes of them.
/// </summary>
public static class QpProblemReader
{
    private const int LargestSize = 2000;

    /// <summary>All *.json of a folder in the order of their names.</summary>
    public static IReadOnlyList<string> Files(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE230", $"There is no folder \"{folder}\" of problems.", "Type: mae bench solver --help");
        }

        string[] files = [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE231", $"The folder \"{folder}\" holds no *.json.", "Type: mae bench solver --help");
        }

        return files;
    }

    public static QpProblem Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(LooseNumbers.Quote(File.ReadAllBytes(file)));
            return Problem(file, document.RootElement);
        }
        catch (JsonException error)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE232", $"{JsonPlace.Of(file, error, LooseNumbers.Original)} This is no readable JSON.",
                "Correct the file or remove it.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE232", $"{file} is no readable JSON: {error.Message}", "Correct the file or remove it.", error);
        }
    }

    private static QpProblem Problem(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Bad(file, "the document", "is not an object");
        int n = Size(file, root, "n", 1);
        int m = Size(file, root, "m", 0);
        string name = root.TryGetProperty("name", out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()! : Path.GetFileNameWithoutExtension(file);
        double[] h = Numbers(file, root, "H", "H", n * n);
        double[] a = Numbers(file, root, "A", "A", m * n);
        var first = new QpStep(Numbers(file, root, "f", "f", n), Open(Numbers(file, root, "lower", "lower", m), -1),
            Open(Numbers(file, root, "upper", "upper", m), 1), Objective(file, root, "objective"));
        double[]? soft = !root.TryGetProperty("soft_weight", out JsonElement weights) || weights.ValueKind == JsonValueKind.Null
            ? null : Open(Numbers(file, root, "soft_weight", "soft_weight", m), 1);
        return new QpProblem(name, n, m, h, a, soft, first, Sequence(file, root, first, n, m));
    }

    private static List<QpStep> Sequence(string file, JsonElement root, QpStep first, int n, int m)
    {
        var steps = new List<QpStep>();
        if (!root.TryGetProperty("sequence", out JsonElement sequence) || sequence.ValueKind == JsonValueKind.Null)
            return [first];
        if (sequence.ValueKind != JsonValueKind.Array)
            throw Bad(file, "sequence", "is not an array");
        foreach (JsonElement step in sequence.EnumerateArray())
        {
            string place = $"sequence[{steps.Count}]";
            if (step.ValueKind != JsonValueKind.Object)
                throw Bad(file, place, "is not an object");
            double[] Own(string member, double[] otherwise)
                => step.TryGetProperty(member, out _) ? Numbers(file, step, member, $"{place}.{member}", otherwise.Length) : otherwise;
            steps.Add(new QpStep(
                Own("f", first.F), Open(Own("lower", first.Lower), -1), Open(Own("upper", first.Upper), 1),
                Objective(file, step, $"{place}.objective")));
        }

        return steps.Count == 0 ? [first] : steps;
    }

    private static int Size(string file, JsonElement element, string field, int least)
    {
        if (!element.TryGetProperty(field, out JsonElement value))
            throw Bad(file, field, "is missing");
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int size) || size < least || size > LargestSize)
            throw Bad(file, field, $"is not a whole number from {least} to {LargestSize}");
        return size;
    }

    private static double[] Numbers(string file, JsonElement element, string field, string place, int count)
    {
        if (!element.TryGetProperty(field, out JsonElement array))
            throw Bad(file, place, "is missing");
        if (array.ValueKind != JsonValueKind.Array)
            throw Bad(file, place, "is not an array");
        if (array.GetArrayLength() != count)
            throw Bad(file, place, $"has {array.GetArrayLength()} elements, not {count}");
        double[] numbers = new double[count];
        int i = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && LooseNumbers.TryParse(item.GetString()!, out numbers[i]))
            {
                // The solver reports it as invalid data, where it is not an open bound.
            }
            else if (item.ValueKind != JsonValueKind.Number || !item.TryGetDouble(out numbers[i]))
                throw Bad(file, $"{place}[{i}]", "is not a number");
            i++;
        }

        return numbers;
    }

    // Infinity on the side that a bound leaves open is no bound.
    private static double[] Open(double[] bounds, int side)
    {
        for (int i = 0; i < bounds.Length; i++)
        {
            if (double.IsInfinity(bounds[i]) && Math.Sign(bounds[i]) == side)
                bounds[i] = side * QpSolver.Unbounded;
        }

        return bounds;
    }

    private static double? Objective(string file, JsonElement element, string place)
    {
        if (!element.TryGetProperty("objective", out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double objective)
            ? objective
            : throw Bad(file, place, "is not a number");
    }

    private static MaeException Bad(string file, string field, string what)
        => new(ExitCode.Configuration, "MAE233", $"{file}: {field} {what}.", "Correct the file; host/Bench/README.md has the format.");
}
