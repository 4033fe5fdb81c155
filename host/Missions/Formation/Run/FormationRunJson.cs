using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>The JSON of a formation run: what <c>--json</c> prints and what <c>run.json</c> keeps.</summary>
public static class FormationRunJson
{
    /// <summary>What is known before the first period.</summary>
    public static RunHeader Begin(string verb, FleetFile fleet, FormationRunOptions options) => new(verb, new JsonObject
    {
        ["fleet"] = options.Fleet,
        ["rovers"] = JsonText.Array(options.Rovers),
        ["bodies"] = options.Bodies,
        ["periods"] = options.Periods,
        ["period_s"] = options.PeriodS,
        ["horizon"] = fleet.Horizon,
        ["rounds_per_period"] = options.RoundsPerPeriod,
        ["negotiation"] = fleet.Negotiation,
        ["client"] = options.InProcess ? "in-process" : options.Client,
        ["push_second_version"] = options.PushSecondVersion,
    })
    { Seed = options.Seed };

    public static JsonObject Result(FormationSummary summary, string runFolder)
    {
        var result = Figures(summary, runFolder);
        TurnoutJson.Add(result, summary.Turnout);
        return result;
    }

    private static JsonObject Figures(FormationSummary summary, string runFolder) => new()
    {
        ["rovers"] = summary.Rovers,
        ["transport"] = summary.Transport,
        ["broker"] = summary.Broker,
        ["client"] = summary.Client,
        ["periods"] = summary.Periods,
        ["period_s"] = summary.PeriodS,
        ["rounds_per_period"] = summary.RoundsPerPeriod,
        ["rounds_total"] = summary.RoundsTotal,
        ["rounds_incomplete"] = summary.RoundsIncomplete,
        ["deadline_misses"] = summary.DeadlineMisses,
        ["messages_total"] = summary.MessagesTotal,
        ["mean_over_periods"] = summary.MeanOverPeriods,
        ["stage_cost_mean_v1"] = JsonText.Number(summary.StageCostMeanV1),
        ["stage_cost_mean_v2"] = JsonText.Number(summary.StageCostMeanV2),
        ["coupling_error_abs_mean_m_v1"] = JsonText.Array(summary.CouplingErrorAbsMeanMV1),
        ["coupling_error_abs_mean_m_v2"] = JsonText.Array(summary.CouplingErrorAbsMeanMV2),
        ["parameter_version"] = summary.ParameterVersion,
        ["activation_tick_spread"] = summary.ActivationTickSpread,
        ["doubles"] = JsonText.Array(summary.Doubles),
        ["run_dir"] = runFolder,
    };
}
