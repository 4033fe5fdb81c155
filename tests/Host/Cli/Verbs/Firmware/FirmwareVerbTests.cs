using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Firmware;

/// <summary>Packing, pushing and going back as a person types it, with simulated boards on a broker, in real time.</summary>
public sealed class FirmwareVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae firmware ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_fleet_is_updated_shown_and_taken_back()
    {
        using var broker = MqttNetBroker.Start();
        string[] to = ["--broker", $"127.0.0.1:{broker.Port}"];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = Task.Run(() => CliRun.Of(end.Token, ["sim", .. to, "--json"]), TestContext.Current.CancellationToken);
        var image = Path.Combine(folder, "good.maef");
        var packed = await CliRun.Of(
            "firmware", "pack", "--simulated", "good", "--fill", "20000", "--version", "0.2.0", "--out", image, "--json");
        Assert.True(packed.Code == ExitCode.Ok, packed.Error);
        Assert.Equal("0.2.0", packed.Json.GetProperty("version").GetString());
        Assert.Equal(new FileInfo(image).Length, packed.Json.GetProperty("size_bytes").GetInt64());
        await There(to);

        var pushed = await CliRun.Of(["firmware", "push", .. to, "--image", image, "--canary", "rover-2", "--json"]);
        Assert.True(pushed.Code == ExitCode.Ok, $"{pushed.Output} {pushed.Error}");
        Assert.Equal(["rover-1", "rover-2", "rover-3"], Names(pushed, "updated"));
        Assert.Empty(Names(pushed, "rolled_back"));
        Assert.Empty(Names(pushed, "failed"));
        var status = await There(to);
        foreach (var rover in status.Json.GetProperty("rovers").EnumerateArray())
        {
            Assert.Equal("0.2.0", rover.GetProperty("firmware").GetString());
            Assert.Equal("0.1.0", rover.GetProperty("firmware_previous").GetString());
        }

        // Older than what runs: refused by name, and nobody changes.
        var old = Path.Combine(folder, "old.maef");
        await CliRun.Of("firmware", "pack", "--simulated", "good", "--version", "0.1.5", "--out", old);
        var refused = await CliRun.Of(["firmware", "push", .. to, "--image", old, "--json"]);
        Assert.True(refused.Code == ExitCode.Rejected, $"{refused.Output} {refused.Error}");
        Assert.Empty(Names(refused, "updated"));

        var back = await CliRun.Of(["firmware", "rollback", .. to, "--json"]);
        Assert.True(back.Code == ExitCode.Ok, $"{back.Output} {back.Error}");
        Assert.Equal(["rover-1", "rover-2", "rover-3"], Names(back, "rolled_back"));
        var again = await CliRun.Of(["firmware", "rollback", .. to, "--json"]);
        Assert.Equal(ExitCode.Rejected, again.Code);
        Assert.Contains("MAE346", again.Output + again.Error, StringComparison.Ordinal);
        // Another host, and a program that fails: all run in the end what they ran.
        var bad = Path.Combine(folder, "bad.maef");
        await CliRun.Of("firmware", "pack", "--simulated", "crashes", "--version", "0.3.0", "--out", bad);
        var failed = await CliRun.Of(["firmware", "push", .. to, "--image", bad, "--json"]);
        Assert.True(failed.Code == ExitCode.Failed, $"{failed.Output} {failed.Error}");
        Assert.Equal(["rover-1", "rover-2", "rover-3"], Names(failed, "rolled_back"));
        Assert.All(
            failed.Json.GetProperty("rovers").EnumerateArray(), rover => Assert.Equal("0.1.0", rover.GetProperty("runs").GetString()));
        await There(to);
        await end.CancelAsync();
        await sim;
    }

    [Theory]
    [InlineData("firmware push --image nowhere.maef", "MAE342")]
    [InlineData("firmware push --image FOLDER --version 0.2.0", "MAE343")]
    [InlineData("firmware push --image FOLDER", "MAE344")]
    [InlineData("firmware pack FOLDER --version 0.2 --out x.maef", "MAE344")]
    [InlineData("firmware pack FOLDER --simulated good --version 0.2.0 --out x.maef", "MAE347")]
    [InlineData("firmware push --image BROKEN", "MAE343")]
    public async Task What_is_no_program_is_said_before_anybody_is_asked(string line, string code)
    {
        var broken = Path.Combine(folder, "broken.maef");
        await File.WriteAllBytesAsync(broken, new byte[200], TestContext.Current.CancellationToken);
        var words = line.Split(' ').Select(word => word == "FOLDER" ? folder : word == "BROKEN" ? broken : word);
        var run = await CliRun.Of([.. words, "--json"]);
        Assert.Contains(code, run.Output + run.Error, StringComparison.Ordinal);
    }

    private static string[] Names(CliRun run, string list) =>
        [.. run.Json.GetProperty(list).EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal)];

    private static async Task<CliRun> There(string[] to)
    {
        CliRun run;
        var attempts = 0;
        do
        {
            run = await CliRun.Of(["status", .. to, "--timeout", "20", "--json"]);
        }
        while (run.Code != ExitCode.Ok && ++attempts < 10);
        Assert.True(run.Code == ExitCode.Ok, $"{run.Output} {run.Error}");
        return run;
    }
}
