using System.Net;
using System.Net.Sockets;
using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Live;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;

namespace MultiAgentEdge.Tests.Host.Tracking.Sources;

public sealed class LineSourceTests
{
    private readonly List<string> said = [];
    private readonly LiveTrack live;

    public LineSourceTests() => live = new LiveTrack(new PoseGate(new HashSet<string> { "rover-1", "rover-2" }), said.Add);

    [Fact]
    public void A_stream_of_good_and_bad_lines_is_counted_by_kind_each_said_once()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 300; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{{\"rover\": \"rover-1\", \"x_m\": {i * 0.01}, \"y_m\": 0, \"stamp_us\": {i * 100_000}}}\n");
        text.Append("nonsense\nnonsense\n").Append("{\"rover\": \"rover-9\", \"x_m\": 0, \"y_m\": 0}\n").Append('x', 5000).Append('\n');
        text.Append("{\"rover\": \"rover-2\", \"x_m\": NaN, \"y_m\": 0}\n{\"rover\": \"rover-2\", \"x_m\": 1, \"y_m\": 0}");
        using var source = LineSource.OfStream("stdin", new TrackingSetup(), new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())));
        live.Run(source, () => false, () => { });
        Assert.Equal(301, live.Taken);
        var json = live.Json("stdin");
        Assert.Equal("""{"no_pose":3,"too_long":1,"unknown_rover":1}""", json["refused"]!.ToJsonString());
        Assert.Equal(3, said.Count);
        Assert.All(said, line => Assert.Matches(@"^MAE63\d .*\. ", line));
        Assert.Equal(300, (long)json["rovers"]![0]!["poses"]!);
        Assert.Equal(10, (double)json["rovers"]![0]!["rate_hz"]!, 0.2);
    }

    [Fact]
    public void A_port_is_listened_to_and_one_that_is_taken_is_said()
    {
        using var source = LineSource.OfUdp(new TrackingSetup(), IPAddress.Loopback, 0);
        Assert.Equal("MAE640",
            Assert.Throws<MaeException>(() => LineSource.OfUdp(new TrackingSetup(), IPAddress.Loopback, source.Port!.Value)).Code);
        using var sender = new UdpClient();
        var datagram = Encoding.UTF8.GetBytes(
            "{\"rover\": \"rover-1\", \"x_m\": 1, \"y_m\": 0}\n{\"rover\": \"rover-2\", \"x_m\": 2, \"y_m\": 0}");
        // A datagram may be lost even here.
        live.Run(source, () => live.Taken >= 2 || TestContext.Current.CancellationToken.IsCancellationRequested, () =>
            sender.Send(datagram, new IPEndPoint(IPAddress.Loopback, source.Port!.Value)));
        Assert.True(live.Taken >= 2);
    }
}
