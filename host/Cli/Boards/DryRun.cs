using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Boards;

/// <summary>What a verb would do.</summary>
public static class DryRun
{
    public static VerbResult Say(VerbContext context, params IReadOnlyList<string> steps)
    {
        foreach (var step in steps)
            context.Console.WriteLine($"would {step}");
        return new VerbResult(new JsonObject { ["dry_run"] = true, ["steps"] = JsonText.Array(steps) });
    }
}
