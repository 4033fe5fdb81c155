using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "board reboots during a push", "power lost during a parameter write", "wrong schema, version, shape", through the
/// agent.</summary>
public class PushFaultTests
{
    private const int ChunkBytes = ParameterStore.UsualChunkBytes;
    private const int Padding = 6;
    private const double FiveSecondsInPeriods = 5.0 / 0.25;

    [Fact]
    public void All_rovers_activate_at_the_same_tick_and_none_before()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(20.5);
        fleet.Mission!.Push(2, fleet.Sets(new TestSet { Version = 2, Model = 2 }), fleet.Clock.NowUs);
        Assert.True(fleet.RunUntil(() => fleet.Mission.Rollout.AllStaged, 10));
        Assert.All(fleet.Rovers, r => Assert.Equal(1u, r.Agent.ParameterVersion));
        var tick = fleet.Agent(0).Tick + 8;
        fleet.Mission.Rollout.ActivateAt(tick, fleet.Clock.NowUs);
        Assert.True(fleet.RunUntil(() => fleet.Mission.Rollout.AllScheduled, 4));
        fleet.Run(20);

        var first = fleet.Tap.States.Where(s => s.Version == 2).GroupBy(s => s.Topic).Select(g => g.Min(s => s.Tick)).ToArray();
        Assert.Equal([tick, tick, tick], first);
        Assert.All(fleet.Tap.States.Where(s => s.Tick > tick), s => Assert.Equal(2u, s.Version));
        Assert.All(fleet.Rovers, r => Assert.Equal(RoverMode.Running, r.Agent.Mode));
    }

    [Fact]
    public void A_board_that_reboots_at_any_chunk_runs_the_old_set_and_gets_the_new_one_within_5_seconds()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(2);
        fleet.Mission!.Stop();
        fleet.Run(2);
        var bytes = new TestSet { Version = 2, Padding = Padding }.Build(fleet.Scenario, 0).Length;
        var chunks = (bytes + ChunkBytes - 1) / ChunkBytes;
        Assert.True(chunks >= 8, $"{chunks} chunks");
        for (var cut = 0; cut <= chunks; cut++)
        {
            var version = (uint)(2 + cut);
            var set = new TestSet { Version = version, Padding = Padding }.Build(fleet.Scenario, 0);
            var parsed = new ParameterSet();
            Assert.Equal(ParameterStatus.Ok, parsed.TryParse(set, set.Length));

            // By hand, so that exactly this many chunks are there when the power goes.
            SendDesired(fleet, version, set, parsed.Crc);
            for (var chunk = 0; chunk < cut; chunk++)
                SendChunk(fleet, version, set, parsed.Crc, chunk);
            fleet.Rovers[0].Poll();
            fleet.Rovers[0].Reboot();
            Assert.Equal(version - 1, fleet.Agent(0).ParameterVersion);

            // What the rover said before it lost its memory is no answer to what follows.
            fleet.Session.Poll(fleet.Clock.NowUs);
            using var rollout = new Rollout(fleet, version, set);
            Assert.True(fleet.RunUntil(() => rollout.IsStaged, FiveSecondsInPeriods), $"not staged after a cut at {cut}");
            Assert.Equal(version - 1, fleet.Agent(0).ParameterVersion);
            Assert.True(cut is 0 || rollout.FirstAsked >= cut - 1, $"began at {rollout.FirstAsked} again, after {cut} chunks");
            rollout.Activate();
            Assert.True(fleet.RunUntil(() => fleet.Agent(0).ParameterVersion == version, 8));
        }
    }

    [Fact]
    public void A_power_cut_in_any_write_of_a_push_boots_with_the_old_or_the_new_set()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(2);
        fleet.Mission!.Stop();
        fleet.Run(2);
        var (old, renewed) = (0, 0);
        var version = 1u;
        for (var operation = 1; ; operation++)
        {
            var wanted = version + 1;
            var set = new TestSet { Version = wanted, Padding = 2 }.Build(fleet.Scenario, 0);
            fleet.Flash[0].CutAt(operation);
            using (var rollout = new Rollout(fleet, wanted, set))
            {
                rollout.Activate();
                fleet.RunUntil(() => !fleet.Flash[0].IsPowered || fleet.Agent(0).ParameterVersion == wanted, 12);
            }

            if (fleet.Flash[0].IsPowered)
            {
                Assert.Equal(wanted, fleet.Agent(0).ParameterVersion);
                break;
            }

            fleet.Rovers[0].PowerOff();
            fleet.Flash[0].PowerOn();
            fleet.Rovers[0].Reboot();
            var booted = fleet.Agent(0).ParameterVersion;
            Assert.True(booted == version || booted == wanted, $"{booted} after a cut in operation {operation} of a push of {wanted}");
            Assert.NotNull(fleet.Agent(0).Controller);
            (old, renewed) = booted == version ? (old + 1, renewed) : (old, renewed + 1);
            version = booted;

            // Whatever was left in the flash, the push ends well when the power stays.
            using var again = new Rollout(fleet, wanted, set);
            again.Activate();
            Assert.True(
                fleet.RunUntil(() => fleet.Agent(0).ParameterVersion == wanted, FiveSecondsInPeriods),
                $"not resumed after a cut in operation {operation}");
            version = wanted;
        }

        Assert.True(old >= 5, $"{old} cuts kept the old set, {renewed} the new");
    }

    [Fact]
    public void A_set_that_is_not_right_is_refused_by_name_and_the_old_one_drives_on()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(10);
        fleet.Mission!.Rollout.End();
        var good = new TestSet { Version = 9 }.Build(fleet.Scenario, 0);
        Refused("self-test vector not reproduced", new TestSet { Version = 9, SelfTestError = 1e-12 }.Build(fleet.Scenario, 0));
        Refused("has no self-test vector", new TestSet { Version = 9, HasSelfTest = false }.Build(fleet.Scenario, 0));
        Refused("does not fit this rover", new TestSet { Version = 9, Change = p => p.InputLower[0] = 0.1 }.Build(fleet.Scenario, 0));
        Refused("version differs from the one announced", good, announced: 10);
        Refused("older than the active version", new TestSet { Version = 1, Model = 2 }.Build(fleet.Scenario, 0), announced: 0);
        Refused("wrong parameter schema", Patched(good, set => set[4]++));
        Refused("damaged in transfer", Patched(good, set => set[0]++));
        Refused("damaged in transfer", [.. good[..^8], .. good[^4..], 1, 2, 3, 4]);
        Refused("larger than this rover takes", new byte[20_000]);

        void Refused(string reason, byte[] set, uint announced = 9)
        {
            fleet.PushRaw(0, announced, set, Bytes.GetU32(set, set.Length - 4));
            Assert.True(
                fleet.RunUntil(() => fleet.Session.Roster[fleet.Names[0]].Reported is { Status: "refused" } r && r.Reason == reason, 4),
                $"{reason}: {fleet.Session.Roster[fleet.Names[0]].Reported}");
            Assert.Equal(1u, fleet.Agent(0).ParameterVersion);
            Assert.Equal(RoverMode.Running, fleet.Agent(0).Mode);
        }
    }

    [Fact]
    public void A_push_of_the_same_parameters_moves_nobody()
    {
        using var left = new TestFleet(new FleetSetup { IsDisturbed = false }).Start();
        using var pushed = new TestFleet(new FleetSetup { IsDisturbed = false }).Start();
        left.Run(40);
        pushed.Run(40);
        pushed.Mission!.Push(2, pushed.Sets(new TestSet { Version = 2 }), pushed.Clock.NowUs);
        foreach (var fleet in new[] { left, pushed })
            fleet.Run(6);
        Assert.True(pushed.Mission.Rollout.AllStaged);
        pushed.Mission.Rollout.ActivateAt(pushed.Agent(0).Tick + 3, pushed.Clock.NowUs);
        var most = 0.0;
        for (var period = 0; period < 20; period++)
        {
            left.Run(1);
            pushed.Run(1);
            most = Math.Max(
                most, left.TrueStates().SelectMany(s => s).Zip(pushed.TrueStates().SelectMany(s => s), (a, b) => Math.Abs(a - b)).Max());
        }

        Assert.All(pushed.Rovers, rover => Assert.Equal(2u, rover.Agent.ParameterVersion));
        // Only the solver's warm start is another.
        Assert.InRange(most, 0, 1e-9);
    }

    [Fact]
    public void A_staged_set_that_is_called_back_is_not_activated()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(10);
        fleet.Mission!.Push(2, fleet.Sets(new TestSet { Version = 2, Model = 2 }), fleet.Clock.NowUs);
        Assert.True(fleet.RunUntil(() => fleet.Mission.Rollout.AllStaged, 10));
        fleet.Mission.Rollout.ActivateAt(fleet.Agent(0).Tick + 10, fleet.Clock.NowUs);
        fleet.Run(2);
        fleet.Mission.Push(1, fleet.Sets(new TestSet { Version = 1, PeriodS = 0.25 }), fleet.Clock.NowUs);
        fleet.Run(20);

        Assert.All(fleet.Rovers, r => Assert.Equal(1u, r.Agent.ParameterVersion));
        Assert.All(fleet.Rovers, r => Assert.Equal(RoverMode.Running, r.Agent.Mode));
        Assert.All(fleet.Rovers, r => Assert.Equal(0u, r.Agent.Faults & FaultFlags.StoreFailed));
    }

    [Fact]
    public void A_board_replaced_in_mid_run_gets_the_set_and_joins()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(30.5);
        fleet.Rovers[1].PowerOff();
        for (var block = 0; block < fleet.Flash[1].BlockCount; block++)
            fleet.Flash[1].TryErase(block);
        fleet.Run(5);
        fleet.Rovers[1].Reboot();
        Assert.Equal(0u, fleet.Agent(1).ParameterVersion);

        Assert.True(
            fleet.RunUntil(() => fleet.Agent(1).Mode == RoverMode.Running, 40), $"{fleet.Agent(1).Mode} {fleet.Agent(1).ParameterVersion}");
        Assert.Equal(1u, fleet.Agent(1).ParameterVersion);
    }

    private static byte[] Patched(byte[] set, Action<byte[]> change)
    {
        byte[] copy = [.. set];
        change(copy);
        Bytes.PutU32(copy, copy.Length - 4, Crc32.Compute(copy, 0, copy.Length - 4));
        return copy;
    }

    private static void SendDesired(TestFleet fleet, uint version, byte[] set, uint crc)
    {
        var desired = new DesiredFrame { Version = version, ByteCount = set.Length, Crc32 = crc, ChunkBytes = ChunkBytes,
            ActivateAtTick = DesiredFrame.StageOnly };
        fleet.Session.Send(fleet.Names[0], Topics.Desired, FrameKind.Desired, desired.Write, retain: true, atLeastOnce: true);
    }

    private static void SendChunk(TestFleet fleet, uint version, byte[] set, uint crc, int index)
    {
        var chunk = new ChunkFrame(
            ChunkBytes) { Version = version, Crc32 = crc, Index = index, Length = Math.Min(ChunkBytes, set.Length - (index * ChunkBytes)) };
        Array.Copy(set, index * ChunkBytes, chunk.Data, 0, chunk.Length);
        fleet.Session.Send(fleet.Names[0], Topics.Chunk, FrameKind.Chunk, chunk.Write, atLeastOnce: true);
    }

    /// <summary>The coordinator's own rollout to one rover, and which chunk the rover asked for first.</summary>
    private sealed class Rollout : IDisposable
    {
        private readonly ParameterRollout rollout;
        private readonly TestFleet fleet;
        private readonly uint version;

        public Rollout(TestFleet fleet, uint version, byte[] set)
        {
            this.fleet = fleet;
            this.version = version;
            rollout = new ParameterRollout(fleet.Session, version, new Dictionary<string, byte[]> { [fleet.Names[0]] = set });
            fleet.Session.Reported += Note;
            rollout.Begin(fleet.Clock.NowUs);
        }

        public int FirstAsked { get; private set; } = -1;

        public bool IsStaged => rollout.AllStaged;

        public void Activate() => rollout.ActivateAt(0, fleet.Clock.NowUs);

        public void Dispose()
        {
            rollout.End();
            fleet.Session.Reported -= Note;
        }

        private void Note(string rover, ReportedParameters reported)
        {
            if (rover == fleet.Names[0] && FirstAsked < 0 && reported.Version == version)
                FirstAsked = reported.Status == "receiving" ? reported.NextChunk : int.MaxValue;
        }
    }
}
