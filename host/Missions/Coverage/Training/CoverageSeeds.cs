using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>Several seeds of one training.</summary>
public static class CoverageSeeds
{
    /// <summary>All runs in one object: the mean and the worst of what matters beside the runs themselves.</summary>
    public static JsonObject Together(IReadOnlyList<JsonObject> results)
    {
        var together = new JsonObject();
        foreach (var key in new[] { "return_mean", "return_std", "terminal_violation_rate", "state_violation_rate", "time_steps_mean",
            "actions_mean", "env_steps_per_s", "updates_per_s", "seconds" })
            together[key] = JsonText.Number(results.Average(one => one[key]?.GetValue<double>() ?? double.NaN));
        together["return_mean_worst"] = JsonText.Number(results.Min(one => one["return_mean"]?.GetValue<double>() ?? double.NaN));
        together["actor_parameters"] = results[0]["actor_parameters"]?.DeepClone();
        together["actor_bytes"] = results[0]["actor_bytes"]?.DeepClone();
        together["run_dir"] = new JsonArray([.. results.Select(one => one["run_dir"]?.DeepClone())]);
        together["runs"] = new JsonArray([.. results.Select(one => one.DeepClone())]);
        return together;
    }
}
