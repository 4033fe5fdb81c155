using System.Diagnostics;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Fleet;

public sealed class FleetStopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Names = ["rover-1", "rover-2"];
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly SpokenFleet fleet;
    private readonly FleetSession session;
    private readonly FleetStop stop;

    public FleetStopTests()
    {
        var broker = new InProcessBroker();
        fleet = new SpokenFleet(new InProcessLink(broker), new LinkOptions { ClientId = "x" }, "lab", 2, TimeSpan.FromMilliseconds(10));
        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "host" });
        session = new FleetSession(link, "lab");
        session.Subscribe();
        stop = new FleetStop(session);
    }

    public void Dispose()
    {
        session.Dispose();
        fleet.Dispose();
    }

    [Fact]
    public void It_is_repeated_to_who_does_not_obey_and_each_is_said_to_have_obeyed_by_its_own_word()
    {
        fleet.Deaf = 0;
        stop.Stop(Names, NowUs);
        Await(() => stop.Confirmed.ContainsKey("rover-2"));
        Assert.Equal(["rover-1"], stop.Unconfirmed);
        fleet.Deaf = -1;
        Await(() => stop.Unconfirmed.Count == 0);
        Assert.True(stop.Stands && fleet.IsStopped(0) && fleet.IsStopped(1));
        Assert.All(stop.Confirmed.Values, seconds => Assert.InRange(seconds, 0, Patience.TotalSeconds));
    }

    [Fact]
    public void A_release_ends_it_and_a_rover_that_another_host_releases_is_left_alone()
    {
        stop.Stop(Names, NowUs);
        Await(() => stop.Unconfirmed.Count == 0);
        session.Command("rover-1", Wire.RoverCommand.ResetEmergencyStop);
        Await(() => !fleet.IsStopped(0));
        var tick = fleet.Tick;
        Await(() => fleet.Tick > tick + 50);
        Assert.False(fleet.IsStopped(0));
        stop.Release(Names, NowUs);
        Await(() => stop is { Stands: false, IsReleasing: false });
        Assert.False(fleet.IsStopped(1));
    }

    private long NowUs => Stopwatch.GetElapsedTime(began).Ticks / TimeSpan.TicksPerMicrosecond;

    private void Await(Func<bool> expected) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            session.Poll(NowUs);
            stop.Poll(NowUs);
            Thread.Sleep(1);
            return expected();
        }, Patience));
}
