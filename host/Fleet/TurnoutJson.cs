using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What a run says of rovers that did not drive as they were asked to: exit code and JSON, the same in every mission.</summary>
public static class TurnoutJson
{
    /// <summary>0 all did, 6 some did not, 1 none did.</summary>
    public static int CodeOf(Turnout turnout) => turnout.IsWhole ? ExitCode.Ok : turnout.IsNone ? ExitCode.Failed : ExitCode.Partial;

    /// <summary>A run that did not come to its end in time: MAE504 where every rover drove, MAE505 where one was missing, MAE506 where all
    /// were.</summary>
    public static MaeException CutShort(Turnout turnout, int driven, int wanted, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(turnout);
        var what = $"Only {driven} of {wanted} periods were driven in {limit.TotalSeconds:0} s. {turnout.Sentence}".TrimEnd();
        return turnout.IsWhole ? new MaeException(ExitCode.Timeout, "MAE504", what, LiveFleet.Next)
            : turnout.IsNone ? new MaeException(ExitCode.Failed, "MAE506", what, LiveFleet.Next)
            : new MaeException(ExitCode.Partial, "MAE505", what, LiveFleet.Next);
    }

    public static void Add(JsonObject result, Turnout turnout)
    {
        result["rovers_asked"] = turnout.Asked;
        result["rovers_drove"] = turnout.Asked - turnout.Missing.Count;
        result["rovers_missing"] = new JsonArray([.. turnout.Missing.Select(rover => (JsonNode)new JsonObject
        {
            ["name"] = rover.Rover,
            ["done"] = rover.Done,
            ["asked"] = rover.Asked,
            ["at_end"] = rover.AtEnd,
        })]);
    }
}
