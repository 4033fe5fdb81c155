using System.Diagnostics;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>Two hosts for one fleet. Before there was a lease the second took part: 21 missed deadlines, exit 0.</summary>
public sealed class HostLeaseTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("mae lease ").FullName;
    private readonly MqttNetBroker broker = MqttNetBroker.Start();

    public void Dispose()
    {
        broker.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_second_run_is_refused_by_name_takes_over_on_purpose_and_after_a_kill_the_fleet_is_free()
    {
        var at = $"127.0.0.1:{broker.Port}";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var rovers = CliRun.Of(end.Token, "sim", "--broker", at);
        using var watcher = LinkFactory.Choose().Create();
        watcher.Connect(new LinkOptions { ClientId = "watcher", Port = broker.Port });
        watcher.Subscribe("mae/1/s1/+/dual", QualityOfService.AtMostOnce);

        var first = CliRun.Of("run", "formation", "--broker", at, "--runs", folder, "--periods", "100000", "--json");
        Assert.True(watcher.WaitForMessage(Patience), "the first does not drive");
        var second = await CliRun.Of("run", "formation", "--broker", at, "--runs", folder, "--periods", "40", "--json");
        var error = second.Json.GetProperty("error");
        Assert.Equal((ExitCode.Rejected, "MAE508"), (second.Code, error.GetProperty("code").GetString()));
        Assert.Contains(Environment.MachineName, error.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", error.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Contains("--take-over", error.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Rejected, (await CliRun.Of("push", "--broker", at, "--runs", folder, "--json")).Code);
        Assert.False(first.IsCompleted);

        second = await CliRun.Of("run", "formation", "--broker", at, "--runs", folder, "--periods", "40", "--take-over", "--json");
        Assert.True(second.Code == ExitCode.Ok, second.Output + second.Error);
        var ended = await first;
        Assert.Equal((ExitCode.Rejected, "MAE509"), (ended.Code, ended.Json.GetProperty("error").GetProperty("code").GetString()));

        while (watcher.TryReceive(out _))
        {
        }

        string[] arguments =
            [typeof(MaeApp).Assembly.Location, "run", "formation", "--broker", at, "--runs", folder, "--periods", "100000", "--json"];
        var third = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Assert.True(watcher.WaitForMessage(Patience), "the third does not drive");
        third.Kill();
        var fourth = await CliRun.Of("run", "formation", "--broker", at, "--runs", folder, "--periods", "40", "--json");
        Assert.True(fourth.Code == ExitCode.Ok, fourth.Output + fourth.Error);
        third.Dispose();
        await end.CancelAsync();
        await rovers;
    }
}
