using System.Diagnostics;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Integration.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>A fleet on a cluster of brokers, one of which dies.</summary>
public sealed class RabbitMqClusterTests(ITestOutputHelper output) : IDisposable
{
    // What is promised is three seconds; the machine of a test may be busy, and rovers stop by themselves after ten.
    private const double MostSeconds = 9;

    private const int Periods = 160;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("mae rabbit cluster ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Rovers_and_host_of_a_node_that_is_killed_go_on_at_another()
    {
        Assert.SkipWhen(RabbitMqBroker.Program is null, "RabbitMQ is not installed; type: sudo apt-get install rabbitmq-server");
        using var rabbit = RabbitMqBroker.Start(RabbitMqBroker.Program!, nodes: 3);
        var brokers = string.Join(',', rabbit.Ports.Select(port => $"127.0.0.1:{port}"));
        var fleet = Path.Combine(folder, "fleet.yaml");
        await Cli.CliRun.Of("new", fleet);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = Cli.CliRun.Of(end.Token, "sim", "--broker", brokers, "--fleet", fleet);
        var run = Cli.CliRun.Of(
            "run", "formation", "--broker", brokers, "--fleet", fleet, "--runs", folder, "--periods", $"{Periods}", "--json");

        // Whatever is heard at another node than the one that dies comes from who is connected there, once that is dead.
        using var link = LinkFactory.Choose().Create();
        Connect(link, rabbit.Ports[1]);
        var name = FleetFile.Load(fleet).Fleet;
        link.Subscribe(Topics.Of(name, "+", Topics.Plan), QualityOfService.AtMostOnce);
        link.Subscribe(Topics.Of(name, "+", Topics.Dual), QualityOfService.AtMostOnce);
        Assert.True(HeardAll(link, run), run.IsCompleted ? (await run).Error : "the fleet did not begin to drive");
        rabbit.Kill(0);
        var killed = Stopwatch.StartNew();
        while (link.TryReceive(out _))
        {
            // What it said last is no word of who came here.
        }

        Assert.True(HeardAll(link, run), "rovers or host did not come to another node");
        output.WriteLine($"three rovers plan and have prices at another node {killed.Elapsed.TotalSeconds:0.0} s after the kill");
        Assert.InRange(killed.Elapsed.TotalSeconds, 0, MostSeconds);
        var done = await run;
        Assert.True(done.Code == ExitCode.Ok, done.Error);
        Assert.Equal((Periods, 3), (done.Json.GetProperty("periods").GetInt32(), done.Json.GetProperty("rovers_drove").GetInt32()));
        await end.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await sim).Code);
    }

    // Three nodes that have just met agree on who keeps the clients' names before they answer: on a busy machine that takes a while.
    private static void Connect(IMessageLink link, int port)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                link.Connect(new LinkOptions { ClientId = "listener", Port = port });
                return;
            }
            catch (MessagingException) when (watch.Elapsed < Patience)
            {
                // Again.
            }
        }
    }

    // Plans of all three and prices for all three.
    private static bool HeardAll(IMessageLink link, Task run)
    {
        var heard = new HashSet<string>(StringComparer.Ordinal);
        for (var watch = Stopwatch.StartNew(); heard.Count < 6 && watch.Elapsed < Patience && !run.IsCompleted;)
        {
            if (link.WaitForMessage(TimeSpan.FromMilliseconds(50)) && link.TryReceive(out var message))
                heard.Add(message.Topic);
        }

        return heard.Count == 6;
    }
}
