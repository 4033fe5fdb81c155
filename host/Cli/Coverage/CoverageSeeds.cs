using System.Globalization;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Cli.Coverage;

/// <summary>Several seeds of one training.</summary>
public static class CoverageSeeds
{
    private const int Most = 1000;

    /// <param name="text">1..4, or 1,3,7.</param>
    /// <exception cref="MaeException">Neither.</exception>
    public static IReadOnlyList<int> Parse(string text)
    {
        var ends = text.Split("..");
        if (ends.Length == 2 && TryNumber(ends[0], out var first) && TryNumber(ends[1], out var last) && last >= first && last - first < Most)
            return [.. Enumerable.Range(first, last - first + 1)];
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!TryNumber(part, out var number) || numbers.Contains(number))
                throw new MaeException(ExitCode.Usage, "MAE526", $"--seeds takes a range such as 1..4 or different numbers such as 1,3,7, not \"{text}\".", "Type: mae train coverage --help");
            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>All runs in one object: the mean and the worst of what matters beside the runs themselves.</summary>
    public static JsonObject Together(IReadOnlyList<JsonObject> results)
    {
        var together = new JsonObject();
        foreach (var key in new[] { "return_mean", "return_std", "terminal_violation_rate", "state_violation_rate", "time_steps_mean", "actions_mean", "env_steps_per_s", "updates_per_s", "seconds" })
            together[key] = JsonText.Number(results.Average(one => one[key]?.GetValue<double>() ?? double.NaN));
        together["return_mean_worst"] = JsonText.Number(results.Min(one => one["return_mean"]?.GetValue<double>() ?? double.NaN));
        together["actor_parameters"] = results[0]["actor_parameters"]?.DeepClone();
        together["actor_bytes"] = results[0]["actor_bytes"]?.DeepClone();
        together["run_dir"] = new JsonArray([.. results.Select(one => one["run_dir"]?.DeepClone())]);
        together["runs"] = new JsonArray([.. results.Select(one => one.DeepClone())]);
        return together;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
