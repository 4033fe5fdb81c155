using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

public sealed class SimRefusedTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae refused ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_rover_whose_password_is_wrong_is_named_with_the_reason_and_the_others_are_there()
    {
        var fleet = Path.Combine(folder, "fleet.yaml");
        await CliRun.Of("new", fleet);
        var secured = await CliRun.Of("fleet", "secure", "--fleet", fleet, "--json");
        Assert.True(secured.Code == ExitCode.Ok, secured.Error);
        var security = Directory.GetDirectories(folder, "*-security").Single();
        var secrets = Path.Combine(security, "rovers", "rover-2.secrets");
        var lines = await File.ReadAllLinesAsync(secrets, TestContext.Current.CancellationToken);
        var password = lines.Single(line => line.StartsWith("broker_password=", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(
            secrets, lines.Select(line => line == password ? "broker_password=not-this-one" : line), TestContext.Current.CancellationToken);
        var port = Ports.Free();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var broker = CliRun.Of(end.Token, "broker", "--fleet", fleet, "--port", $"{port}", "--folder", Path.Combine(folder, "kept"));
        await UntilAsync(() => Ports.IsOpen(port) || broker.IsCompleted, () => "no broker");
        using var output = new StringWriter();
        using var text = new StringWriter();
        using var error = TextWriter.Synchronized(text);
        string Said()
        {
            // What a synchronised writer holds while it writes.
            lock (error)
                return text.ToString();
        }

        var sim = MultiAgentEdge.Host.Cli.MaeApp.RunAsync(
            ["sim", "--fleet", fleet, "--broker", $"127.0.0.1:{port}", "--json"], output, error, end.Token);
        await UntilAsync(
            () => Said().Contains("rover-2 is not at its broker", StringComparison.Ordinal) || sim.IsCompleted,
            Said);
        var status = await CliRun.Of("status", "--fleet", fleet, "--broker", $"127.0.0.1:{port}", "--json", "--timeout", "5");
        await end.CancelAsync();
        await sim;
        await broker;
        Assert.Contains("password", Said(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("rover-1 is not", Said(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", Said(), StringComparison.Ordinal);
        Assert.Equal((ExitCode.Partial, 2), (status.Code, status.Json.GetProperty("rovers_there").GetInt32()));
    }

    private static async Task UntilAsync(Func<bool> done, Func<string> what)
    {
        for (var i = 0; !done(); i++)
        {
            Assert.True(i < 600, what());
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
