using System.Text.Json;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>A fleet that somebody watches, on <c>mae broker</c>; then the rovers go, and whoever looks later finds what they said
/// last.</summary>
public sealed class StatusWatchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae watch ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Rovers_come_and_go_line_by_line_and_a_lost_one_keeps_its_last_values_and_their_age()
    {
        var port = Ports.Free();
        var at = $"127.0.0.1:{port}";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var broker = CliRun.Of(end.Token, "broker", "--port", $"{port}", "--folder", Path.Combine(folder, "b"));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        using var bored = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        while (!Ports.IsOpen(port))
            await Task.Delay(20, end.Token);
        var sim = CliRun.Of(leave.Token, "sim", "--broker", at);
        var there = await CliRun.Of("status", "--broker", at, "--timeout", "60", "--json");
        Assert.True(there.Code == ExitCode.Ok, there.Output + there.Error);
        var watch = CliRun.Of(bored.Token, "status", "--watch", "--broker", at, "--json");
        var brief = await CliRun.Of("status", "--watch", "--broker", at, "--timeout", "3", "--json");
        Assert.Equal((ExitCode.Ok, 3), (brief.Code, brief.Json.GetProperty("rovers_there").GetInt32()));
        Assert.Contains("rover-1 disarmed", brief.Error, StringComparison.Ordinal);
        Assert.False(watch.IsCompleted, "it ended by itself");

        await leave.CancelAsync();
        await sim;
        CliRun later;
        JsonElement lost;
        do
        {
            later = await CliRun.Of("status", "--broker", at, "--timeout", "0.5", "--json");
            lost = later.Json.GetProperty("rovers")[0];
        }
        while (later.Code != ExitCode.Unreachable || lost.GetProperty("values_s_ago").ValueKind != JsonValueKind.Number);
        Assert.Equal(("lost", "disarmed"), (lost.GetProperty("mode").GetString(), lost.GetProperty("mode_before").GetString()));
        Assert.Equal(there.Json.GetProperty("rovers")[0].GetProperty("firmware").GetString(), lost.GetProperty("firmware").GetString());
        Assert.Equal(["position_m", "state_2"], lost.GetProperty("state_names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(2, lost.GetProperty("state").GetArrayLength());

        await bored.CancelAsync();
        var watched = await watch;
        Assert.Equal((ExitCode.Interrupted, 0), (watched.Code, watched.Json.GetProperty("rovers_there").GetInt32()));
        Assert.Matches("rover-1 lost .*position -?[0-9.]+ m.*said", watched.Error);
        await end.CancelAsync();
        await broker;
    }
}
