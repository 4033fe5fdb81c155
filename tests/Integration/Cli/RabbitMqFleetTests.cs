using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Integration.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>A fleet over RabbitMQ: what its plugin does otherwise than MQTT says (retained messages and wildcards) must not
/// matter.</summary>
public sealed class RabbitMqFleetTests(RabbitMqFixture rabbit) : IClassFixture<RabbitMqFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae rabbit fleet ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_is_seen_pushed_to_and_driven()
    {
        var at = $"127.0.0.1:{rabbit.Broker.Port}";
        var fleet = Path.Combine(folder, "fleet.yaml");
        await CliRun.Of("new", fleet);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = CliRun.Of(end.Token, "sim", "--broker", at, "--fleet", fleet);
        var status = await CliRun.Of("status", "--broker", at, "--fleet", fleet, "--json", "--timeout", "20");
        Assert.Equal((ExitCode.Ok, 3), (status.Code, status.Json.GetProperty("rovers_there").GetInt32()));
        var push = await CliRun.Of("push", "--broker", at, "--fleet", fleet, "--runs", folder, "--json");
        Assert.True(push.Code == ExitCode.Ok, push.Error);
        var run = await CliRun.Of("run", "formation", "--broker", at, "--fleet", fleet, "--runs", folder, "--periods", "40", "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Equal((40, 3), (run.Json.GetProperty("periods").GetInt32(), run.Json.GetProperty("rovers_drove").GetInt32()));
        await end.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await sim).Code);
    }
}
