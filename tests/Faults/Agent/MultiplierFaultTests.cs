using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "multipliers lost, doubled, reordered, late" and "rover back after offline".</summary>
public class MultiplierFaultTests
{
    private static readonly ShuffleOptions _fifthOfEach = new()
    {
        Filter = $"mae/1/{TestFleet.Name}/+/dual",
        LoseProbability = 0.2,
        DoubleProbability = 0.2,
        ReorderProbability = 0.2,
        DelayProbability = 0.2,
    };

    [Fact]
    public void A_fifth_of_each_fault_leaves_the_coupling_error_within_twice_the_clean_run()
    {
        using var clean = new TestFleet().Start();
        clean.Run(60);
        var reference = clean.CouplingErrorM(150);
        var shufflers = new List<MessageShuffler>();
        using var fleet = new TestFleet(new FleetSetup
        {
            RoverLink = (i, link) =>
            {
                var shuffler = new MessageShuffler(link, _fifthOfEach with { Seed = (ulong)i + 7 });
                shufflers.Add(shuffler);
                return shuffler;
            },
        }).Start();
        fleet.Run(60);
        var error = fleet.CouplingErrorM(150);

        Assert.True(shufflers.Sum(s => s.Lost) > 100 && shufflers.Sum(s => s.Doubled) > 100 && shufflers.Sum(s => s.Reordered) > 100);
        Assert.True(error <= 2 * reference, $"{error:F3} m, clean {reference:F3} m");
        Assert.All(fleet.Rovers, r => Assert.True(r.Agent.IsDriving));
    }

    [Fact]
    public void Plans_lost_doubled_and_reordered_on_the_way_to_the_host_do_no_more_harm()
    {
        using var clean = new TestFleet().Start();
        clean.Run(60);
        var reference = clean.CouplingErrorM(150);
        using var fleet = new TestFleet(new FleetSetup
        {
            HostLink = link => new MessageShuffler(link, _fifthOfEach with { Filter = $"mae/1/{TestFleet.Name}/+/plan" }),
        }).Start();
        fleet.Run(60);
        var error = fleet.CouplingErrorM(150);

        Assert.True(error <= 2 * reference, $"{error:F3} m, clean {reference:F3} m");
        Assert.All(fleet.Rovers, r => Assert.True(r.Agent.IsDriving));
    }

    [Fact]
    public void Fifteen_hundred_old_multipliers_after_an_absence_change_nothing()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(30.5);
        using var recorder = new InProcessLink(fleet.Broker);
        recorder.Connect(new LinkOptions { ClientId = "recorder" });
        recorder.Subscribe($"mae/1/{TestFleet.Name}/rover-1/dual", QualityOfService.AtMostOnce);
        fleet.Run(5);
        var old = new List<Message>();
        while (recorder.TryReceive(out var message))
            old.Add(message);
        Assert.True(old.Count >= 8, $"{old.Count} heard");

        var price = fleet.Agent(0).Controller.Price.ToArray();
        for (var i = 0; i < 1500; i++)
        {
            Assert.True(
                recorder.TryPublish(old[i % old.Count].Topic, old[i % old.Count].Payload, QualityOfService.AtMostOnce, retain: false));
        }

        for (var i = 0; i < 60; i++)
            fleet.Rovers[0].Poll();
        Assert.Equal(price, fleet.Agent(0).Controller.Price);

        // An old session's highest sequence is older than the present session's lowest.
        var (epoch, sequence) = (fleet.Session.EpochOf(fleet.Rovers[0].Name), uint.MaxValue);
        SendDual(recorder, epoch - 1, sequence, fleet.Agent(0).Tick, 7.0);
        fleet.Rovers[0].Poll();
        Assert.Equal(price, fleet.Agent(0).Controller.Price);
        fleet.Run(10);
        Assert.Equal(RoverMode.Running, fleet.Agent(0).Mode);
    }

    private static void SendDual(InProcessLink link, uint epoch, uint sequence, uint tick, double value)
    {
        var dual = new DualFrame(10) { Tick = tick, Rounds = 2, PriceCount = 10 };
        Array.Fill(dual.Price, value);
        var buffer = new byte[512];
        var length = FrameCodec.Seal(buffer, FrameKind.Dual, epoch, sequence, 0, dual.Write(buffer, FrameCodec.HeaderBytes));
        Assert.True(
            link.TryPublish($"mae/1/{TestFleet.Name}/rover-1/dual", buffer.AsSpan(0, length), QualityOfService.AtMostOnce, retain: false));
    }
}
