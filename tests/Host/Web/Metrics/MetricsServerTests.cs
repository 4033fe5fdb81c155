using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Web.Metrics;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Web.Metrics;

public sealed partial class MetricsServerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly MqttNetBroker broker = MqttNetBroker.Start();

    public void Dispose() => broker.Dispose();

    [Fact]
    public async Task Prometheus_and_a_collector_read_what_rovers_say()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var rover = LinkFactory.Choose().Create();
        rover.Connect(new LinkOptions { ClientId = "mae.s1.rover.rover-1", Port = broker.Port });
        rover.TryPublish(
            "mae/1/s1/rover-1/info", "{\"name\":\"rover-1\",\"signal_dbm\":-61}"u8, QualityOfService.AtLeastOnce, retain: true);
        using var collector = new HttpListener();
        var otlp = new Uri($"http://127.0.0.1:{FreePort.On(IPAddress.Loopback)}");
        collector.Prefixes.Add(otlp.ToString());
        collector.Start();
        using var metrics = new FleetMetrics(
            new FleetFile { Fleet = "s1", Broker = new BrokerEntry { Host = "127.0.0.1", Port = broker.Port } }, Limit);
        await using var server = await MetricsServer.StartAsync(0, otlp, TimeSpan.FromSeconds(0.3), cancel);
        Say(rover);
        var told = collector.GetContextAsync();

        var text = await Until(server, page => page.Contains("rover=\"rover-1\"} 7.4", StringComparison.Ordinal));

        Assert.Matches("mae_rover_up[a-z_]*{fleet=\"s1\",rover=\"rover-1\"} 1\\b", text);
        Assert.Matches("mae_rover_up[a-z_]*{fleet=\"s1\",rover=\"rover-2\"} 0\\b", text);
        Assert.Matches("mae_rover_mode[a-z_]*{fleet=\"s1\",mode=\"running\",rover=\"rover-1\"} 1|mode=\"running\"", text);
        Assert.Matches("mae_rover_fault[a-z_]*{[^}]*fault=\"low-battery\"[^}]*} 1\\b", text);
        Assert.Matches("mae_rover_deadline_misses[a-z_]*_total{[^}]*} 3\\b", text);
        Assert.Matches("mae_rover_signal[A-Za-z_]*{[^}]*} -61\\b", text);
        Assert.DoesNotMatch("NaN", text);
        // Whatever the dashboard asks for is there.
        var dashboard = await File.ReadAllTextAsync(
            Path.Combine(Here(), "../../../../host/Web/Metrics/grafana.dashboard.json"), cancel);
        var asked = MetricName().Matches(dashboard).Select(match => match.Value).ToHashSet();
        Assert.InRange(asked.Count, 6, 20);
        Assert.All(asked, name => Assert.Matches($"(?m)^{name}{{", text));
        Assert.NotEmpty(JsonDocument.Parse(dashboard).RootElement.GetProperty("panels").EnumerateArray());

        var request = (await told.WaitAsync(Limit, cancel)).Request;
        Assert.Equal(("POST", "/v1/metrics", "application/x-protobuf"), (request.HttpMethod, request.Url!.AbsolutePath, request.ContentType));
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body, cancel);
        Assert.Contains("mae.rover.up", Encoding.Latin1.GetString(body.ToArray()), StringComparison.Ordinal);
        collector.Abort();
    }

    private static void Say(IMessageLink link)
    {
        var state = new StateFrame(2)
        {
            Mode = RoverMode.Running, Tick = 5, ParameterVersion = 4, MissedDeadlines = 3, RoundsMissed = 2, BatteryV = 7.4f,
            Faults = FaultFlags.LowBattery, StateCount = 2,
        };
        var buffer = new byte[256];
        var length = FrameCodec.Seal(buffer, FrameKind.State, 1, 1, 0, state.Write(buffer, FrameCodec.HeaderBytes));
        link.TryPublish("mae/1/s1/rover-1/state", buffer.AsSpan(0, length), QualityOfService.AtLeastOnce, retain: true);
    }

    private static async Task<string> Until(MetricsServer server, Func<string, bool> holds)
    {
        using var client = new HttpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            var page = await client.GetStringAsync(new Uri(server.Url), limit.Token);
            if (holds(page))
                return page;
            if (limit.IsCancellationRequested)
                Assert.Fail(page);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"mae_[a-zA-Z_]+")]
    private static partial Regex MetricName();
}
