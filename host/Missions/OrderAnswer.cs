using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Missions;

/// <summary>What a mission answers to a person's order: JSON with <c>taken</c>, and, of one that it cannot carry out, <c>code</c>,
/// <c>what</c>, <c>next</c>.</summary>
internal static class OrderAnswer
{
    /// <param name="wrong">Null: it is carried out.</param>
    public static string Of(MaeException? wrong) =>
        (wrong is null
            ? new JsonObject { ["taken"] = true }
            : new JsonObject { ["taken"] = false, ["code"] = wrong.Code, ["what"] = wrong.What, ["next"] = wrong.Next }).ToJsonString();
}
