using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Coordination;

public sealed class HostLeaseTests : IDisposable
{
    private static readonly DateTimeOffset Since = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly InProcessBroker broker = new();
    private readonly List<FleetSession> sessions = [];
    private long nowUs;

    public void Dispose() => sessions.ForEach(session => session.Dispose());

    [Fact]
    public void A_second_host_is_refused_and_told_who_and_since_when()
    {
        var first = Host("a");
        first.Lease.Ask(false, nowUs);
        Run(5, first);
        Assert.Equal(HostLease.Stage.Held, first.Lease.Now);
        var second = Host("b");
        second.Lease.Ask(false, nowUs);
        Run(5, first, second);
        Assert.Equal((HostLease.Stage.Held, HostLease.Stage.Refused), (first.Lease.Now, second.Lease.Now));
        Assert.Equal("run on lab-a (process 7), since 2026-01-02 03:04:05 UTC", second.Lease.Other!.Text);
        first.Lease.Release();
        second.Lease.Ask(false, nowUs);
        Run(5, second);
        Assert.Equal(HostLease.Stage.Held, second.Lease.Now);
    }

    [Fact]
    public void Whoever_takes_over_has_it_and_the_other_knows_who()
    {
        var (first, second) = (Host("a"), Host("b"));
        first.Lease.Ask(false, nowUs);
        Run(5, first);
        second.Lease.Ask(takeOver: true, nowUs);
        Run(5, first, second);
        Assert.Equal((HostLease.Stage.Lost, HostLease.Stage.Held), (first.Lease.Now, second.Lease.Now));
        Assert.Equal("b", first.Lease.Other!.Holder);
        // Its last will, said long after, does not free the fleet.
        Say(HostLease.WillOf("f", Word("a")).Payload);
        Run(5, second);
        var third = Host("c");
        third.Lease.Ask(false, nowUs);
        Run(5, second, third);
        Assert.Equal((HostLease.Stage.Held, HostLease.Stage.Refused), (second.Lease.Now, third.Lease.Now));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Of_hosts_that_begin_at_once_one_has_it(int count)
    {
        var hosts = Enumerable.Range(0, count).Select(i => Host($"h{i}")).ToArray();
        foreach (var host in hosts)
            host.Lease.Ask(false, nowUs);
        Run(400, hosts);
        Assert.Equal(1, hosts.Count(host => host.Lease.Now == HostLease.Stage.Held));
        Assert.Equal(count - 1, hosts.Count(host => host.Lease.Now == HostLease.Stage.Refused));
    }

    [Fact]
    public void A_word_that_nobody_repeats_is_of_a_host_that_is_dead()
    {
        Say(Word("dead").Write());
        var host = Host("a");
        host.Lease.Ask(false, nowUs);
        Run(300, host);
        Assert.Equal(HostLease.Stage.Asking, host.Lease.Now);
        Run(200, host);
        Assert.Equal(HostLease.Stage.Held, host.Lease.Now);
    }

    [Fact]
    public void A_last_will_frees_the_fleet_at_once()
    {
        Say(Word("dead").Write());
        Say(HostLease.WillOf("f", Word("dead")).Payload);
        var host = Host("a");
        host.Lease.Ask(false, nowUs);
        Run(5, host);
        Assert.Equal(HostLease.Stage.Held, host.Lease.Now);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{\"holder\":1,\"verb\":\"x\",\"machine\":\"y\",\"since\":\"2026-01-01\",\"says\":\"claims\",\"process_id\":1}")]
    [InlineData("{\"holder\":\"x\",\"verb\":\"x\",\"machine\":\"y\",\"since\":\"yesterday\",\"says\":\"claims\",\"process_id\":1}")]
    [InlineData(
        "{\"holder\":\"x\",\"verb\":\"x\",\"machine\":\"\\u009b2J\",\"since\":\"2026-01-01\",\"says\":\"claims\",\"process_id\":1}")]
    [InlineData(
        "{\"holder\":\"x\",\"verb\":\"x\",\"machine\":\"\\u001b[2J\",\"since\":\"2026-01-01\",\"says\":\"claims\",\"process_id\":1}")]
    [InlineData("{\"holder\":\"x\",\"verb\":\"x\",\"machine\":\"y\",\"since\":\"2026-01-01\",\"says\":\"claims\"}")]
    [InlineData("{\"holder\":\"x\",\"verb\":\"x\",\"machine\":\"y\",\"since\":\"2026-01-01\",\"says\":\"claims\",\"process_id\":1e99}")]
    public void What_is_no_such_word_holds_up_nobody(string text)
    {
        Assert.Null(LeaseWord.TryRead(System.Text.Encoding.UTF8.GetBytes(text)));
        Say(System.Text.Encoding.UTF8.GetBytes(text));
        var host = Host("a");
        host.Lease.Ask(false, nowUs);
        Run(5, host);
        Assert.Equal(HostLease.Stage.Held, host.Lease.Now);
    }

    private static LeaseWord Word(string holder) => new(holder, "run", $"lab-{holder}", 7, Since, LeaseWord.Claims, null);

    private void Say(byte[] payload)
    {
        using var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "anybody" });
        link.TryPublish(HostLease.TopicOf("f"), payload, QualityOfService.AtLeastOnce, retain: true);
    }

    private (FleetSession Session, HostLease Lease) Host(string name)
    {
        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = name });
        var session = new FleetSession(link, "f");
        session.Subscribe();
        sessions.Add(session);
        return (session, new HostLease(session, Word(name)));
    }

    // Ten milliseconds each.
    private void Run(int steps, params (FleetSession Session, HostLease Lease)[] hosts)
    {
        for (var i = 0; i < steps; i++)
        {
            nowUs += 10_000;
            foreach (var (session, lease) in hosts)
            {
                session.Poll(nowUs);
                lease.Poll(nowUs);
            }
        }
    }
}
