using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Report;

/// <summary>An animated top view of a formation: a lane for each rover, its allowed range, and how far each pair is from its wanted
/// distance.</summary>
public sealed record FormationTopView(FormationReport Report) : ReportSection("Top view", Explained(Report))
{
    private static string Explained(FormationReport report)
    {
        var inputs = report.Signals.Where(its => its.Inputs.Count > 0).Select(its => its.Inputs[0].Label).Distinct().ToList();
        return $"a lane each; shaded: allowed range; lines: how far two are from their wanted "
            + $"distance{(inputs.Count == 1 ? $"; arrow above a rover: its {inputs[0]}" : "")}";
    }

    /// <summary>NaN, which is drawn as nothing, for a signal that a rover does not have.</summary>
    internal static double At(double[] signals, int index) => index < signals.Length ? signals[index] : double.NaN;

    public override string Body(int index) => Player(index, "Animated top view of the formation", speed: 4);

    public override JsonObject Data()
    {
        var periods = Report.Periods;
        var rovers = periods.Count == 0 ? [] : periods[0].Rovers;
        JsonArray Of(Func<PeriodRecord, double> value) => Column(periods.Select(value));
        return new JsonObject
        {
            ["kind"] = "lanes",
            ["time"] = Of(p => p.TimeS),
            ["tick"] = Of(p => p.Tick),
            ["couplings"] = new JsonArray([.. Report.CouplingPairs.Select((pair, row) => (JsonNode)new JsonObject
            {
                ["from"] = pair.From,
                ["to"] = pair.To,
                ["error"] = Of(p => p.CouplingErrorM[row]),
            })]),
            ["rovers"] = new JsonArray([.. rovers.Select((rover, i) => (JsonNode)new JsonObject
            {
                ["name"] = rover.Name,
                ["min"] = Value(Report.PositionLimitM[i].MinM),
                ["max"] = Value(Report.PositionLimitM[i].MaxM),
                ["position"] = Of(p => At(p.Rovers[i].State, 0)),
                // Where it looks; what has no speed has no front.
                ["speed"] = Report.Signals[i].HasSpeed ? Of(p => At(p.Rovers[i].State, 1)) : null,
                ["input"] = Of(p => At(p.Rovers[i].Input, 0)),
                ["version"] = Of(p => p.Rovers[i].ParameterVersion),
                ["mode"] = new JsonArray([.. periods.Select(p => (JsonNode)JsonValue.Create(p.Rovers[i].Mode))]),
            })]),
        };
    }
}
