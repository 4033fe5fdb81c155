using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>What run.json and <c>--json</c> say of every team's run; its mission adds its figures.</summary>
internal static class TeamJson
{
    /// <summary>What is known before the first period.</summary>
    public static RunHeader Begin(TeamRunOptions options, JsonObject missionOptions) =>
        new($"run {options.Mission}", With(missionOptions, new JsonObject
    {
        ["rovers"] = options.Rovers.Count,
        ["periods"] = options.Periods,
        ["period_s"] = options.PeriodS,
        ["client"] = options.InProcess ? "in-process" : options.Client,
    }))
    { Seed = options.Seed };

    public static JsonObject Result(TeamRunOptions options, TeamSummary summary, JsonObject figures, string runFolder)
    {
        var result = With(
            new JsonObject { ["rovers"] = options.Rovers.Count, ["periods"] = summary.Periods, ["period_s"] = options.PeriodS }, figures);
        With(result, new JsonObject
        {
            ["transport"] = summary.Transport,
            ["broker"] = summary.Broker,
            ["client"] = summary.Client,
            ["versions"] = new JsonArray([.. summary.Versions.Select(version => (JsonNode)version)]),
            ["doubles"] = JsonText.Array(summary.Doubles),
            ["deadline_misses"] = summary.DeadlineMisses,
            ["neighbours_missed"] = summary.NeighboursMissed,
            ["interventions"] = summary.Interventions,
            ["contacts"] = summary.Contacts,
            ["messages_total"] = summary.MessagesTotal,
            ["run_dir"] = runFolder,
        });
        TurnoutJson.Add(result, summary.Turnout);
        return result;
    }

    private static JsonObject With(JsonObject to, JsonObject more)
    {
        foreach (var (key, value) in more)
            to[key] = value?.DeepClone();
        return to;
    }
}
