using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Shared.Parameters;

namespace MultiAgentEdge.Tests.Faults.Parameters;

/// <summary>
/// Fault table, "power lost during a parameter write": the power goes in every write and erase of a push, at many torn bytes; then again
/// during the recovery. Every boot must find the old or the new set whole, never a mixture, and the push must get through in the end.
/// </summary>
public class PowerCutTests
{
    private const int ChunkBytes = 32;
    private const int BlockBytes = 512;
    private const int SlotBytes = 4 * BlockBytes;
    private static readonly byte[] V1 = TestSets.Build(1, 60);
    private static readonly byte[] V2 = TestSets.Build(2, 90);
    private static readonly byte[] V3 = TestSets.Build(3, 75);
    private readonly byte[] _loaded = new byte[SlotBytes];

    /// <summary>Where a push may begin: the flash, the set that is active then, and the one that is pushed.</summary>
    private static IEnumerable<(string Name, byte[] Flash, byte[]? Old, byte[] New, bool Rollback)> Starts()
    {
        yield return ("blank flash", Flash(_ => { }), null, V1, false);
        yield return ("second slot blank", Flash(f => Push(f, V1)), V1, V2, false);
        yield return ("both slots used", Flash(f => { Push(f, V1); Push(f, V2); }), V2, V3, false);
        yield return ("another push half done", Flash(f => { Push(f, V1); Push(f, V2); Half(f, TestSets.Build(3, 75, seed: 9)); }), V2, V3,
            false);
        yield return ("rollback", Flash(f => { Push(f, V3); Push(f, V2, rollback: true); }), V2, V1, true);
    }

    [Fact]
    public void Single_cuts_leave_the_old_or_the_new_set()
    {
        int cuts = 0;
        foreach (var start in StartList)
        {
            int operations = Count(start.Flash, start.New, start.Rollback);
            for (int operation = 1; operation <= operations; operation++)
            {
                for (ulong torn = 0; torn < 60; torn++)
                {
                    SimulatedFlash flash = Load(start.Flash, torn + 1);
                    flash.CutAt(operation);
                    TryPush(flash, start.New, start.Rollback);
                    Assert.False(flash.IsPowered);
                    flash.PowerOn();
                    cuts++;
                    string where = $"{start.Name}, cut in operation {operation} of {operations}, torn seed {torn}";
                    AssertOldOrNew(flash, start.Old, start.New, where);
                    AssertGetsThrough(flash, start.New, start.Rollback, where);
                }
            }
        }

        Assert.True(cuts >= 10_000, $"only {cuts} cut points");
        TestContext.Current.TestOutputHelper?.WriteLine($"{cuts} single cuts");
    }

    [Fact]
    public void Cuts_during_the_recovery_leave_the_old_or_the_new_set()
    {
        var random = new Xoshiro256(17);
        for (int sample = 0; sample < 10_000; sample++)
        {
            var start = StartList[random.NextInt32(StartList.Length)];
            SimulatedFlash flash = Load(start.Flash, (ulong)sample + 1);
            string where = $"{start.Name}, sample {sample}";
            int cuts = 2 + random.NextInt32(4);
            for (int cut = 0; cut < cuts; cut++)
            {
                flash.CutAt(1 + random.NextInt32(60));
                TryPush(flash, start.New, start.Rollback);
                flash.PowerOn();
                AssertOldOrNew(flash, start.Old, start.New, where);
            }

            AssertGetsThrough(flash, start.New, start.Rollback, where);
        }
    }

    [Fact]
    public void Cuts_through_a_life_of_pushes_never_lower_the_version()
    {
        var random = new Xoshiro256(23);
        var flash = new SimulatedFlash(8, BlockBytes, 5);
        uint highest = 0;
        for (uint version = 1; version <= 300; version++)
        {
            byte[] blob = TestSets.Build(version, 20 + random.NextInt32(100));
            for (int attempt = 0; attempt < 4; attempt++)
            {
                flash.CutAt(1 + random.NextInt32(50));
                TryPush(flash, blob, false);
                flash.PowerOn();
                ParameterStore store = Opened(flash);
                if (store.ActiveVersion < highest)
                    Assert.Fail($"version {store.ActiveVersion} after {highest}");
                highest = store.ActiveVersion;
                int length = store.TryLoadActive(_loaded);
                if (store.HasActive && new ParameterSet().TryParse(_loaded, length) != ParameterStatus.Ok)
                    Assert.Fail($"version {store.ActiveVersion} does not read");
            }
        }

        Assert.True(highest > 200, $"only version {highest} got through"); // most pushes survive four attempts
    }

    [Fact]
    public void A_reboot_at_every_chunk_resumes_without_sending_any_again()
    {
        SimulatedFlash flash = Load(Flash(f => Push(f, V1)), 1);
        TestSets.Begin(Opened(flash), V2, ChunkBytes);
        int chunks = TestSets.ChunkCount(V2, ChunkBytes);
        int sent = 0;
        while (true)
        {
            ParameterStore store = Opened(flash); // a reboot before every chunk
            Assert.Equal((chunks, chunks - sent), (store.StagedChunks, store.StagedMissing));
            Assert.Equal(1u, store.ActiveVersion);
            int missing = store.NextMissing();
            if (missing < 0)
            {
                Assert.Equal(V2.Length, TestSets.TryLoad(store.OpenStaged(), _loaded));
                Assert.Equal(V2, _loaded[..V2.Length]);
                Assert.Equal(StoreStatus.Ok, store.Commit());
                break;
            }

            Assert.Equal(StoreStatus.Ok, TestSets.Write(store, V2, ChunkBytes, missing));
            sent++;
        }

        Assert.Equal(chunks, sent);
        AssertOldOrNew(flash, V2, V2, "after the resumed push");
    }

    private static readonly (string Name, byte[] Flash, byte[]? Old, byte[] New, bool Rollback)[] StartList = [.. Starts()];

    private void AssertOldOrNew(SimulatedFlash flash, byte[]? old, byte[] next, string where)
    {
        ParameterStore store = Opened(flash);
        int length = store.TryLoadActive(_loaded);
        ReadOnlySpan<byte> found = _loaded.AsSpan(0, length);
        bool isOld = old == null ? length == 0 && !store.HasActive : found.SequenceEqual(old);
        if (!isOld && !found.SequenceEqual(next))
            Assert.Fail($"{where}: neither the old nor the new set ({length} bytes, version {store.ActiveVersion})");
    }

    private void AssertGetsThrough(SimulatedFlash flash, byte[] next, bool rollback, string where)
    {
        // Another order than before the cut: a torn record must not be written over.
        StoreStatus status = TestSets.Push(Opened(flash), next, ChunkBytes, rollback, lastChunkFirst: true);
        if (status is not (StoreStatus.Ok or StoreStatus.AlreadyActive))
            Assert.Fail($"{where}: the push ends with {status}");
        AssertOldOrNew(flash, next, next, where);
    }

    private static void TryPush(SimulatedFlash flash, byte[] blob, bool rollback)
    {
        var store = new ParameterStore(flash, SlotBytes);
        if (store.Open())
            TestSets.Push(store, blob, ChunkBytes, rollback);
    }

    private static int Count(byte[] content, byte[] blob, bool rollback)
    {
        SimulatedFlash flash = Load(content, 1);
        Push(flash, blob, rollback);
        return (int)flash.Operations;
    }

    private static byte[] Flash(Action<SimulatedFlash> prepare)
    {
        var flash = new SimulatedFlash(8, BlockBytes);
        prepare(flash);
        return flash.Snapshot();
    }

    private static SimulatedFlash Load(byte[] content, ulong seed)
    {
        var flash = new SimulatedFlash(8, BlockBytes, seed);
        flash.Load(content);
        return flash;
    }

    private static void Push(SimulatedFlash flash, byte[] blob, bool rollback = false) =>
        Assert.Equal(StoreStatus.Ok, TestSets.Push(Opened(flash), blob, ChunkBytes, rollback));

    private static void Half(SimulatedFlash flash, byte[] blob)
    {
        ParameterStore store = Opened(flash);
        TestSets.Begin(store, blob, ChunkBytes);
        for (int i = 0; i < TestSets.ChunkCount(blob, ChunkBytes) / 2; i++)
            TestSets.Write(store, blob, ChunkBytes, i);
    }

    private static ParameterStore Opened(SimulatedFlash flash)
    {
        var store = new ParameterStore(flash, SlotBytes);
        Assert.True(store.Open());
        return store;
    }
}
