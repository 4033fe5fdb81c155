using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Cli.Verbs;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs;

public sealed class RoundTripRecordTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void What_lies_between_two_moments_counts_and_a_line_half_written_does_not()
    {
        File.WriteAllLines(file,
        [
            """{"unix_s":10,"lost":5,"deadline_misses":3,"trips":{"1":7}}""",
            """{"unix_s":11,"lost":1,"deadline_misses":4,"trips":{"100":98,"200":1}}""",
            """{"unix_s":12,"lost":0,"deadline_misses":6,"trips":{"100":1,"300":1}}""",
            """{"unix_s":13,"lost":9,"deadline_misses":9,"trips":{"1":1}}""",
            """{"unix_s":12,"lost":9,"deadl""",
        ]);
        var stretch = RoundTripRecord.Read(file, 10.5, 12.5);
        Assert.Equal((101L, 1L, 3L), (stretch.Count, stretch.Lost, stretch.DeadlineMisses));
        Assert.Equal(RoundTrips.MsOf(100), stretch.PercentileMs(0.5));
        Assert.Equal(RoundTrips.MsOf(300), stretch.PercentileMs(1.0));
        Assert.True(double.IsNaN(RoundTripRecord.Read(file, 100, 200).PercentileMs(0.5)));
    }

    [Fact]
    public void A_plan_is_answered_by_the_next_price_or_lost_by_the_next_plan()
    {
        var broker = new InProcessBroker();
        using var host = new InProcessLink(broker);
        host.Connect(new LinkOptions { ClientId = "host" });
        var trips = new RoundTrips();
        using var link = new InProcessLink(broker);
        var rover = new MessagingLink(link, new LinkOptions { ClientId = "rover" }, trips.Begin());
        rover.TryConnect("rover", "mae/1/lab/rover-1/state", [0], 1);
        rover.TrySubscribe("mae/1/lab/rover-1/dual", atLeastOnce: false);
        void Plan() => rover.TryPublish("mae/1/lab/rover-1/plan", [1], 1, retain: false, atLeastOnce: false);
        Plan();
        Plan();
        host.TryPublish("mae/1/lab/rover-1/dual", [1], QualityOfService.AtMostOnce, retain: false);
        Assert.True(rover.TryReceive(new LinkMessage(16)));
        Assert.Equal(1, trips.Lost);
        Assert.Equal(1, trips.Take().Sum(bin => bin.Count));
        Assert.Empty(trips.Take());
    }
}
