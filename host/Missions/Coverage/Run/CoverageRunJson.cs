using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>The JSON of <c>run coverage</c>: what <c>--json</c> prints and what run.json keeps.</summary>
public static class CoverageRunJson
{
    /// <summary>What is known before the first period.</summary>
    public static RunHeader Begin(CoverageRunOptions options, string policy) => new("run coverage", new JsonObject
    {
        ["policy"] = policy,
        ["agents"] = options.Agents,
        ["bodies"] = options.Bodies,
        ["periods"] = options.Periods,
        ["period_s"] = options.Policy.PeriodS,
        ["int8"] = options.Policy.IsQuantised,
        ["range_m"] = JsonText.Number(options.Policy.Sense.RangeM),
        ["memory"] = options.Policy.Sense.HasMemory,
        ["landmarks_m"] = JsonText.Array(options.LandmarksM),
        ["start_m"] = JsonText.Array(options.StartM),
        ["events"] = new JsonArray([.. options.Events.Select(e => (JsonNode)new JsonObject
        {
            ["kind"] = e.Kind.ToString().ToLowerInvariant(),
            ["rover"] = e.Rover,
            ["at_s"] = e.AtS,
            ["until_s"] = e.UntilS,
        })]),
        ["client"] = options.InProcess ? "in-process" : options.Client,
    })
    { Seed = options.Seed };

    public static JsonObject Result(CoverageRunOptions options, CoverageRunSummary summary, string policy, string runFolder)
    {
        var result = Figures(options, summary, policy, runFolder);
        TurnoutJson.Add(result, summary.Turnout);
        return result;
    }

    private static JsonObject Figures(CoverageRunOptions options, CoverageRunSummary summary, string policy, string runFolder) => new()
    {
        ["agents"] = options.Agents,
        ["agents_end"] = summary.AgentsEnd,
        ["landmarks"] = options.LandmarksM.Length / 2,
        ["bodies"] = options.Bodies,
        ["policy"] = policy,
        ["trained_scope"] = new JsonObject { ["landmarks"] = options.Policy.Sense.Landmarks, ["others"] = options.Policy.Sense.Others },
        ["int8"] = options.Policy.IsQuantised,
        ["actor_parameters"] = options.Policy.ParameterCount,
        ["actor_bytes"] = options.Policy.ParameterBytes,
        ["transport"] = summary.Transport,
        ["broker"] = summary.Broker,
        ["client"] = summary.Client,
        ["periods"] = summary.Periods,
        ["period_s"] = options.Policy.PeriodS,
        ["return_mean"] = JsonText.Number(summary.ReturnMean),
        ["return_first_episode"] = JsonText.Number(summary.ReturnFirst),
        ["episode_periods"] = options.EpisodePeriods,
        ["landmark_distance_mean_m"] = JsonText.Number(summary.LandmarkDistanceMeanM),
        ["covered_share"] = JsonText.Number(summary.CoveredShare),
        ["collisions"] = summary.Collisions,
        ["contacts"] = summary.Contacts,
        ["interventions"] = summary.Interventions,
        ["joins"] = summary.Joins,
        ["leaves"] = summary.Leaves,
        ["silences"] = summary.Silences,
        ["returns"] = summary.Returns,
        ["versions"] = new JsonArray([.. summary.Versions.Select(version => (JsonNode)version)]),
        ["doubles"] = JsonText.Array(summary.Doubles),
        ["deadline_misses"] = summary.DeadlineMisses,
        ["neighbours_missed"] = summary.NeighboursMissed,
        ["messages_total"] = summary.MessagesTotal,
        ["run_dir"] = runFolder,
    };
}
