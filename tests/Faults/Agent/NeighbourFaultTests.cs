using MultiAgentEdge.Actor;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>What a rover of a coverage mission hears of the others, when that is wrong, old, somebody else's, or missing.</summary>
public class NeighbourFaultTests
{
    private readonly PointBody body = new();
    private readonly LoneRover rover;
    private readonly Neighbour other;

    public NeighbourFaultTests()
    {
        rover = new LoneRover(CoverageSets.Build(CoverageSets.Policy()), _ => body).Start();
        other = new Neighbour(rover, "rover-2");
    }

    private NeighbourScope Scope => ((INeighbourController)rover.Agent.Controller).Scope;

    [Fact]
    public void A_rover_is_seen_from_its_second_word_on_and_asks_for_nothing_but_states()
    {
        Assert.Contains($"mae/1/{TestFleet.Name}/+/state", rover.Link.Subscribed);
        other.Say(0.5, 0.5);
        Period();
        Assert.Equal(0, Scope.Count);
        other.Say(0.6, 0.5);
        Period();
        Period();
        Assert.Equal((1, 0.6, 0.5), (Scope.Count, Scope.SeenX(0), Scope.SeenY(0)));
    }

    [Fact]
    public void Words_that_are_old_or_doubled_or_of_another_kind_change_nothing()
    {
        See(0.5, 0.5);
        var kept = other.Frame(0.5, 0.5);
        other.Say(0.5, 0.5);
        Period();
        var refused = rover.Agent.FramesRefused;
        rover.Link.Heard.Enqueue((other.Topic, kept));
        other.Say(9, 9, frame => frame.MissionKind = MissionKind.Formation);
        other.Say(9, 9, frame => frame.StateCount = 2);
        other.Say(9, 9, frame => frame.Mode = RoverMode.Lost);
        other.Epoch = 0;
        other.Say(9, 9);
        Period();
        Assert.Equal((1, 0.5), (Scope.Count, Scope.SeenX(0)));
        Assert.Equal(refused, rover.Agent.FramesRefused);
    }

    [Fact]
    public void Words_that_are_damaged_or_impossible_are_counted_and_never_seen()
    {
        See(0.5, 0.5);
        var refused = rover.Agent.FramesRefused;
        double[] impossible = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1001];
        foreach (var value in impossible)
        {
            // Where it is, and how fast: every number of a state can be wrong.
            for (var index = 0; index < 4; index++)
                other.Say(0.5, 0.5, said => said.State[index] = value);
        }

        var frame = other.Frame(7, 7);
        for (var bit = 0; bit < 8 * frame.Length; bit++)
        {
            var changed = (byte[])frame.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            rover.Link.Heard.Enqueue((other.Topic, changed));
        }

        var sent = (uint)((4 * impossible.Length) + (8 * frame.Length));
        while (rover.Link.Heard.Count > 0)
            Period();
        Assert.Equal(sent, rover.Agent.FramesRefused - refused);
        Assert.Equal((1, 0.5), (Scope.Count, Scope.SeenX(0)));
        Assert.All(body.Input, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(0u, rover.Agent.Faults & FaultFlags.LoopException);
    }

    /// <summary>A broker lets a rover write its own topics alone, so orders on them would be a rover giving orders to another.</summary>
    [Fact]
    public void Orders_on_another_rovers_topic_are_not_obeyed()
    {
        var (mode, version, refused) = (rover.Agent.Mode, rover.Agent.ParameterVersion, rover.Agent.FramesRefused);
        foreach (var order in new[]
        {
            rover.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.Disarm }.Write),
            rover.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.EmergencyStop }.Write),
            rover.Sealed(FrameKind.Dual, new DualFrame(0) { Tick = rover.Agent.Tick + 50 }.Write),
            rover.Sealed(FrameKind.Desired, new DesiredFrame { Version = 7, ByteCount = 2000, ChunkBytes = 1024 }.Write),
        })
        {
            rover.Link.Heard.Enqueue((other.Topic, order));
            rover.Link.Heard.Enqueue(($"mae/1/{TestFleet.Name}/rover-2/cmd", order));
        }

        var tick = rover.Agent.Tick;
        Period();
        Assert.Equal(
            (mode, version, refused + 8, tick + 1),
            (rover.Agent.Mode, rover.Agent.ParameterVersion, rover.Agent.FramesRefused, rover.Agent.Tick));
        Assert.DoesNotContain("receiving", rover.Link.LastReport, StringComparison.Ordinal);
    }

    [Fact]
    public void States_on_topics_that_are_no_rovers_of_this_fleet_are_refused()
    {
        var refused = rover.Agent.FramesRefused;
        string[] topics = ["mae/1/g/rover-2/state", $"mae/1/{TestFleet.Name}/a/b/state", $"mae/1/{TestFleet.Name}/rover-2/tele",
            $"mae/1/{TestFleet.Name}/state"];
        foreach (var topic in topics)
        {
            for (var i = 0; i < 3; i++)
                rover.Link.Heard.Enqueue((topic, other.Frame(0.5, 0.5)));
        }

        Period();
        Period();
        Assert.Equal(0, Scope.Count);
        Assert.Equal(refused + 12, rover.Agent.FramesRefused);
    }

    [Fact]
    public void Who_falls_silent_is_kept_for_the_documented_time_and_comes_back_with_its_second_word()
    {
        See(0.5, 0.5);
        var limit = ((INeighbourController)rover.Agent.Controller).SilenceLimit;
        for (var period = 0; period < limit - 1; period++)
            Period();
        Assert.Equal(1, Scope.Count);
        Period();
        Period();
        Assert.Equal(0, Scope.Count);
        See(-0.5, 0.5);
        Assert.Equal((1, -0.5), (Scope.Count, Scope.SeenX(0)));
    }

    [Fact]
    public void A_rover_that_starts_anew_is_believed_again()
    {
        See(0.5, 0.5);
        var reborn = new Neighbour(rover, "rover-2") { Epoch = 2 };
        reborn.Say(0.25, 0.5);
        Period();
        Period();
        Assert.Equal(0.25, Scope.SeenX(0));
    }

    [Theory]
    [InlineData(1u)] // wiped
    [InlineData(57u)] // not writable
    public void A_rover_whose_boot_number_fell_or_stood_still_stays_in_sight(uint epoch)
    {
        other.Epoch = 57;
        See(0.5, 0.5);
        var reborn = new Neighbour(rover, "rover-2") { Epoch = epoch };
        for (var period = 0; period < 40; period++)
        {
            reborn.Say(-0.25, 0.5);
            Period();
            Assert.Equal((1, period < 1 ? 0.5 : -0.25), (Scope.Count, Scope.SeenX(0)));
        }
    }

    [Fact]
    public void A_rover_whose_will_was_said_may_count_from_anywhere_from_its_second_word_on()
    {
        other.Epoch = 57;
        See(0.5, 0.5);
        other.Say(0, 0, frame => frame.Mode = RoverMode.Lost);
        var reborn = new Neighbour(rover, "rover-2") { Epoch = 1 };
        for (uint period = 0; period < 3; period++)
        {
            reborn.Say(-0.25, 0.5, frame => frame.Tick = period);
            Period();
            Assert.Equal(period < 1 ? 0.5 : -0.25, Scope.SeenX(0));
        }
    }

    [Fact]
    public void A_recorded_drive_played_again_moves_nobody()
    {
        other.Epoch = 57;
        var recorded = new List<byte[]>();
        for (var period = 0; period < 20; period++)
        {
            recorded.Add(other.Frame(9, 9));
            See(0.5, 0.5);
        }

        foreach (var frame in recorded)
        {
            rover.Link.Heard.Enqueue((other.Topic, frame));
            See(0.5, 0.5);
            Assert.Equal((1, 0.5), (Scope.Count, Scope.SeenX(0)));
        }
    }

    [Fact]
    public void A_rover_that_was_silent_may_count_from_anywhere()
    {
        other.Epoch = 57;
        See(0.5, 0.5);
        for (var period = 0; period <= ((INeighbourController)rover.Agent.Controller).SilenceLimit; period++)
            Period();
        Period();
        var reborn = new Neighbour(rover, "rover-2") { Epoch = 1 };
        for (uint i = 0; i < 3; i++)
        {
            // One that stands counts its own periods.
            reborn.Say(-0.25, 0.5, frame => frame.Tick = i);
            Period();
        }

        Assert.Equal((1, -0.25), (Scope.Count, Scope.SeenX(0)));
    }

    [Fact]
    public void More_rovers_than_there_is_room_for_push_out_those_silent_longest()
    {
        var many = Enumerable.Range(2, 24).Select(i => new Neighbour(rover, $"rover-{i}")).ToArray();
        for (var round = 0; round < 2; round++)
        {
            foreach (var one in many[..16])
                one.Say(0.5, 0.5);
            Period();
        }

        Assert.Equal(16, rover.Agent.NeighbourCount);
        for (var round = 0; round < 3; round++)
        {
            foreach (var one in many[8..])
                one.Say(-0.5, 0.5);
            Period();
        }

        Period();
        Assert.Equal(16, rover.Agent.NeighbourCount);
        Assert.Equal(-0.5, Scope.SeenX(0));
        Assert.Equal(0u, rover.Agent.Faults & FaultFlags.LoopException);
    }

    [Fact]
    public void Without_the_hosts_beat_the_rover_drives_slower_and_then_stops()
    {
        var modes = new List<RoverMode>();
        for (var period = 0; period < 50; period++)
        {
            See(0.5, 0.5, beats: false);
            modes.Add(rover.Agent.Mode);
        }

        Assert.Contains(RoverMode.Degraded, modes);
        Assert.Equal(RoverMode.SafeStop, modes[^1]);
        Assert.True(body.IsStopped);
    }

    [Fact]
    public void Looking_at_the_others_allocates_nothing()
    {
        See(0.5, 0.5);
        const int periods = 12 * Allocations.Rounds;
        var said = Enumerable.Range(0, periods).Select(i => (other.Topic, other.Frame(0.5, 0.001 * i))).ToArray();
        var beats = Enumerable
            .Range(0, periods)
            .Select(i => rover.Sealed(FrameKind.Dual, new DualFrame(0) { Tick = rover.Agent.Tick + (uint)i }.Write)).ToArray();
        rover.Link.Heard.EnsureCapacity(64);
        rover.Link.Queue.EnsureCapacity(64);
        var i = 0;
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var end = i + (periods / Allocations.Rounds); i < end; i++)
            {
                rover.Link.Queue.Enqueue(beats[i]);
                rover.Link.Heard.Enqueue(said[i]);
                rover.Run(1);
            }
        }));
        Assert.Equal((RoverMode.Running, 1), (rover.Agent.Mode, Scope.Count));
    }

    private void See(double xM, double yM, bool beats = true)
    {
        for (var i = 0; i < 3; i++)
        {
            other.Say(xM, yM);
            Period(beats);
        }
    }

    private void Period(bool beats = true)
    {
        if (beats)
            rover.Enqueue(FrameKind.Dual, new DualFrame(0) { Tick = rover.Agent.Tick }.Write);
        rover.Run(1);
    }
}
