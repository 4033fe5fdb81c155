using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Commands;

/// <summary>What a verb leaves: its exit code and the one object that <c>--json</c> prints (snake_case keys, the unit in the
/// key).</summary>
public sealed record VerbResult(JsonObject Json, int Code = ExitCode.Ok)
{
    /// <summary>The verb has printed the object itself, before it went on.</summary>
    public bool IsPrinted { get; init; }
}
