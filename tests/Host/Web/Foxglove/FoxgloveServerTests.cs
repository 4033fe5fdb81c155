using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Web.Foxglove;
using MultiAgentEdge.Tests.Host.Cli;
using MultiAgentEdge.Tests.Host.Outside;

namespace MultiAgentEdge.Tests.Host.Web.Foxglove;

/// <summary>The server as @foxglove/ws-protocol's own client sees it.</summary>
public sealed class FoxgloveServerTests : IDisposable
{
    private const string Scene =
        """
        {"mission":"formation","space":"plane","path":{"name":"circle","is_closed":true,"points_m":[[1,0],[0,1],[-1,0]]},
        "shape":{"name":"line"},"order":{"speed_m_s":{"value":0.2,"min":0,"max":0.4},"pause":false}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("mae foxglove ").FullName;
    private readonly MqttNetBroker broker = MqttNetBroker.Start();

    public void Dispose()
    {
        broker.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_viewer_sees_a_fleet_that_drives_and_sets_what_it_may(bool mayControl)
    {
        var modules = await NodePackages.Need("foxglove", "@foxglove/ws-protocol@0.8.0", "ws@8");
        var run = await CliRun.Of("run", "formation", "--shape", "line", "--rovers", "3", "--periods", "60", "--in-process", "--speed", "0",
            "--runs", folder, "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        using var link = LinkFactory.Choose().Create();
        link.Connect(new LinkOptions { ClientId = "host", Port = broker.Port });
        link.Subscribe("mae/1/again/host/formation", QualityOfService.AtLeastOnce);
        await using var server = await FoxgloveServer.StartAsync(Fleet(), 0, mayControl, [], folder, TestContext.Current.CancellationToken);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var replay = CliRun.Of(end.Token, "replay", "latest", "--broker", $"127.0.0.1:{broker.Port}", "--fleet", "again", "--runs", folder);
        // A host that can be told, which a replay is not.
        var shows = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                link.TryPublish("mae/1/again/host/scene", Encoding.UTF8.GetBytes(Scene), QualityOfService.AtLeastOnce, retain: true);
                await Task.Delay(500, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }, CancellationToken.None);
        var seen = JsonDocument.Parse(await NodePackages.Run(
            "node", folder, Path.Combine(Here(), "watch-foxglove.mjs"), server.Url, modules)).RootElement;
        await end.CancelAsync();
        await Task.WhenAll(replay, shows);

        Assert.False(seen.TryGetProperty("error", out var error), error.ToString());
        Assert.Equal("mae, fleet again", seen.GetProperty("info").GetProperty("name").GetString());
        var topics = seen.GetProperty("topics");
        Assert.Equal("foxglove.PosesInFrame", topics.GetProperty("/poses").GetProperty("schema").GetString());
        Assert.Equal("foxglove.FrameTransforms", topics.GetProperty("/tf").GetProperty("schema").GetString());
        Assert.InRange(topics.GetProperty("/rover-2/signals").GetProperty("properties").GetInt32(), 10, 100);
        Assert.DoesNotContain(topics.EnumerateObject(), topic => topic.Name.StartsWith("mae/", StringComparison.Ordinal));
        Assert.Contains(seen.GetProperty("scene").EnumerateArray(), id => id.GetString() == "path");
        Assert.Contains(seen.GetProperty("scene").EnumerateArray(), id => id.GetString() == "rover-2");
        var parameters = seen.GetProperty("parameters").EnumerateArray()
            .Single(values => values.TryGetProperty("id", out var id) && id.GetString() == "get").GetProperty("parameters").EnumerateArray()
            .ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("value").ToString());
        Assert.Equal("0.2", parameters["formation.speed_m_s"]);
        Assert.Equal("line", parameters["formation.shape"]);

        var isTold = link.WaitForMessage(mayControl ? TimeSpan.FromSeconds(20) : TimeSpan.FromMilliseconds(500));
        Assert.Equal(mayControl, isTold);
        if (!mayControl)
        {
            Assert.Contains(
                seen.GetProperty("status").EnumerateArray(), text => text.GetString()!.Contains("--control", StringComparison.Ordinal));
            return;
        }

        Assert.True(link.TryReceive(out var order));
        Assert.Equal("{\"speed_m_s\":0.1}", Encoding.UTF8.GetString(order.Payload));
    }

    [Fact]
    public async Task A_page_of_another_site_is_not_let_in()
    {
        var modules = await NodePackages.Need("foxglove", "@foxglove/ws-protocol@0.8.0", "ws@8");
        await using var server = await FoxgloveServer.StartAsync(
            Fleet(), 0, mayControl: true, ["https://app.foxglove.dev"], folder, TestContext.Current.CancellationToken);
        var seen = JsonDocument.Parse(await NodePackages.Run(
            "node", folder, Path.Combine(Here(), "watch-foxglove.mjs"), server.Url, modules, "https://example.org")).RootElement;
        Assert.Contains("403", seen.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(seen.TryGetProperty("info", out _));
    }

    [Fact]
    public void The_layout_that_is_shipped_shows_topics_that_there_are()
    {
        var path = Path.Combine(Here(), "../../../../host/Web/Foxglove/mae.layout.json");
        var layout = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        var panels = layout.GetProperty("configById").EnumerateObject().Select(panel => panel.Name).ToHashSet();
        Assert.All(Leaves(layout.GetProperty("layout")), panel => Assert.Contains(panel, panels));
        Assert.Equal(panels.Count, Leaves(layout.GetProperty("layout")).Count());
        var views = layout.GetProperty("configById").EnumerateObject()
            .Where(panel => panel.Name.StartsWith("3D", StringComparison.Ordinal));
        // Each program has a key of its own for what stands above a panel.
        Assert.All(layout.GetProperty("configById").EnumerateObject(), panel => Assert.Equal(
            panel.Value.GetProperty("foxglovePanelTitle").GetString(), panel.Value.GetProperty("lichtblickPanelTitle").GetString()));
        Assert.Equal(["/scene", "/poses"], views.Single().Value.GetProperty("topics").EnumerateObject().Select(topic => topic.Name));
    }

    private static IEnumerable<string> Leaves(JsonElement layout) => layout.ValueKind == JsonValueKind.String
        ? [layout.GetString()!]
        : [.. Leaves(layout.GetProperty("first")), .. Leaves(layout.GetProperty("second"))];

    private FleetFile Fleet() => new() { Fleet = "again", Broker = new BrokerEntry { Host = "127.0.0.1", Port = broker.Port } };

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
