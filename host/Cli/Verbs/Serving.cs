using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What verbs share that serve until somebody ends them: with --json their address is on the output at once.</summary>
internal static class Serving
{
    /// <summary>Says where it is served, for programs.</summary>
    public static async Task AnnounceAsync(VerbContext context, JsonObject json)
    {
        if (!context.Json)
            return;
        await context.Output.WriteLineAsync(JsonText.Of(json));
        await context.Output.FlushAsync(context.Cancellation);
    }

    /// <summary>Serves. Exit 0: its --timeout was up; 130: Ctrl-C.</summary>
    /// <param name="json">As it was announced.</param>
    public static async Task<VerbResult> UntilEndedAsync(VerbContext context, JsonObject json)
    {
        var code = ExitCode.Ok;
        try
        {
            await Task.Delay(context.Left, context.Cancellation);
        }
        catch (OperationCanceledException)
        {
            code = context.IsTimeUp ? ExitCode.Ok : ExitCode.Interrupted;
        }

        return new VerbResult(json, code) { IsPrinted = context.Json };
    }
}
