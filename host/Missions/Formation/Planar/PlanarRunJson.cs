using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>The JSON of a formation in the plane: what <c>--json</c> prints and what <c>run.json</c> keeps.</summary>
public static class PlanarRunJson
{
    public static RunHeader Begin(string verb, PlanarRunOptions options) => new(verb, new JsonObject
    {
        ["fleet"] = options.Fleet,
        ["rovers"] = JsonText.Array(options.Rovers),
        ["shape"] = options.Shape.Name,
        ["gap_m"] = options.GapM,
        ["path"] = options.Path.Name,
        ["path_numbers"] = JsonText.Array(options.Path.Numbers),
        ["speed_m_s"] = options.SpeedMS,
        ["coupled"] = options.IsCoupled,
        ["drop_out"] = options.ClosesUp ? "close" : "hold",
        ["track"] = options.Truth.Track,
        ["slip"] = options.Truth.Slip,
        ["gain_error"] = options.Truth.GainError,
        ["periods"] = options.Periods,
        ["period_s"] = options.PeriodS,
        ["horizon"] = options.Horizon,
        ["rounds_per_period"] = options.RoundsPerPeriod,
        ["client"] = options.InProcess ? "in-process" : options.Client,
    })
    { Seed = options.Seed };

    public static JsonObject Result(PlanarRunOptions options, PlanarSummary summary, PlanarFigures figures, string runFolder)
    {
        var result = new JsonObject
        {
            ["rovers"] = options.Rovers.Count,
            ["transport"] = summary.Transport,
            ["broker"] = summary.Broker,
            ["client"] = summary.Client,
            ["periods"] = summary.Periods,
            ["period_s"] = options.PeriodS,
            ["rounds_per_period"] = options.RoundsPerPeriod,
            ["formation_error_rms_m"] = JsonText.Number(figures.FormationErrorRmsM),
            ["path_error_rms_m"] = JsonText.Number(figures.PathErrorRmsM),
            ["contacts"] = figures.Contacts,
            ["interventions"] = figures.Interventions,
            ["lost_periods"] = figures.LostPeriods,
            ["shape_changes"] = summary.ShapeChanges,
            ["rounds_incomplete"] = summary.RoundsIncomplete,
            ["deadline_misses"] = summary.DeadlineMisses,
            ["messages_total"] = summary.MessagesTotal,
            ["parameter_version"] = summary.ParameterVersion,
            ["doubles"] = JsonText.Array(summary.Doubles),
            ["run_dir"] = runFolder,
        };
        TurnoutJson.Add(result, summary.Turnout);
        return result;
    }
}
