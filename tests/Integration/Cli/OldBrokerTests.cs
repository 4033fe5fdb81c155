using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Integration.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>A fleet on a broker that speaks MQTT 3.1.1 and nothing newer.</summary>
public sealed class OldBrokerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae old ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_drives_and_is_told_once_what_that_broker_does_not_say()
    {
        using var broker = new OldBroker([]);
        var at = $"127.0.0.1:{broker.Port}";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var rovers = CliRun.Of(end.Token, "sim", "--broker", at);
        var run = await CliRun.Of("run", "formation", "--broker", at, "--runs", folder, "--periods", "40", "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Output + run.Error);
        Assert.Equal(2, run.Error.Split("MQTT 3.1.1").Length);
        await end.CancelAsync();
        await rovers;
    }
}
