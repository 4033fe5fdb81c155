using System.Text.Json;
using MultiAgentEdge.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Cli;

/// <summary>One command line run in this process, with what it printed.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<CliRun> Of(params string[] args) => Of(TestContext.Current.CancellationToken, args);

    public static async Task<CliRun> Of(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await MaeApp.RunAsync(args, output, TextWriter.Synchronized(error), cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
