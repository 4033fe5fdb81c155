using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Parameters;

/// <summary>The store while the power stays on; tests/Faults cuts it.</summary>
public class ParameterStoreTests
{
    private const int ChunkBytes = 48;
    private readonly SimulatedFlash _flash = new(8, 1024);

    [Fact]
    public void A_new_flash_has_nothing()
    {
        ParameterStore store = Opened();
        Assert.False(store.HasActive);
        Assert.False(store.HasStaged);
        Assert.Equal(0, store.TryLoadActive(new byte[4096]));
        Assert.Equal(StoreStatus.NotStarted, store.Commit());
        Assert.Equal(StoreStatus.NotStarted, store.WriteChunk(0, new byte[8], 0, 8));
    }

    /// <summary>Whatever the length: records take more than the bytes in them, and what is left of a block is lost.</summary>
    [Fact]
    public void The_longest_set_of_a_rover_fits_in_the_chunks_that_hosts_send()
    {
        for (int setBytes = 100; setBytes < 40000; setBytes += 97)
        {
            ParameterStore store = new(new SimulatedFlash(2 * ParameterStore.BlocksFor(setBytes, 4096), 4096), setBytes);
            Assert.True(store.Open());
            Assert.Equal((setBytes, StoreStatus.Ok), (setBytes, store.BeginWrite(1, setBytes, 7, ParameterStore.UsualChunkBytes, false)));
        }
    }

    [Fact]
    public void Sets_follow_each_other_and_survive_reboots()
    {
        for (uint version = 1; version <= 5; version++)
        {
            byte[] blob = TestSets.Build(version, (int)version * 20);
            Assert.Equal(StoreStatus.Ok, TestSets.Push(Opened(), blob, ChunkBytes));
            AssertActive(blob);
        }
    }

    [Fact]
    public void Chunks_may_come_in_any_order_and_twice()
    {
        byte[] blob = TestSets.Build(1, 60);
        ParameterStore store = Opened();
        Assert.Equal(StoreStatus.Ok, TestSets.Begin(store, blob, ChunkBytes));
        int chunks = TestSets.ChunkCount(blob, ChunkBytes);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = chunks - 1; i >= 0; i--)
                Assert.Equal(StoreStatus.Ok, TestSets.Write(store, blob, ChunkBytes, i));
        }

        Assert.Equal(StoreStatus.Ok, store.Commit());
        AssertActive(blob);
    }

    [Fact]
    public void A_half_received_set_is_found_again_and_the_old_one_runs_on()
    {
        byte[] old = TestSets.Build(1, 30);
        byte[] next = TestSets.Build(2, 60);
        TestSets.Push(Opened(), old, ChunkBytes);
        int chunks = TestSets.ChunkCount(next, ChunkBytes);
        Assert.Equal(StoreStatus.Ok, TestSets.Begin(Opened(), next, ChunkBytes));
        for (int i = 0; i < chunks; i++)
        {
            ParameterStore rebooted = AssertActive(old);
            Assert.Equal(2u, rebooted.StagedVersion);
            Assert.Equal(chunks - i, rebooted.StagedMissing);
            Assert.Equal(StoreStatus.Resumed, TestSets.Begin(rebooted, next, ChunkBytes));
            Assert.Equal(StoreStatus.Incomplete, rebooted.Commit());
            Assert.Equal(StoreStatus.Ok, TestSets.Write(rebooted, next, ChunkBytes, (7 * i) % chunks));
        }

        Assert.Equal(StoreStatus.Ok, Opened().Commit());
        AssertActive(next);
    }

    [Fact]
    public void An_older_version_needs_a_rollback_by_name()
    {
        byte[] old = TestSets.Build(1, 30);
        byte[] next = TestSets.Build(2, 30);
        TestSets.Push(Opened(), next, ChunkBytes);
        ParameterStore store = Opened();
        Assert.Equal(StoreStatus.OlderVersion, TestSets.Begin(store, old, ChunkBytes));
        AssertActive(next);
        Assert.Equal(StoreStatus.Ok, TestSets.Push(store, old, ChunkBytes, allowRollback: true));
        AssertActive(old);
    }

    [Fact]
    public void The_active_set_is_not_written_again()
    {
        byte[] blob = TestSets.Build(3, 30);
        TestSets.Push(Opened(), blob, ChunkBytes);
        long operations = _flash.Operations;
        Assert.Equal(StoreStatus.AlreadyActive, TestSets.Begin(Opened(), blob, ChunkBytes));
        Assert.Equal(operations, _flash.Operations);
    }

    [Fact]
    public void Another_set_of_the_same_version_is_another_set()
    {
        byte[] one = TestSets.Build(3, 30, seed: 1);
        byte[] other = TestSets.Build(3, 30, seed: 2);
        TestSets.Begin(Opened(), one, ChunkBytes);
        TestSets.Write(Opened(), one, ChunkBytes, 0);
        ParameterStore store = Opened();
        Assert.Equal(StoreStatus.Ok, TestSets.Begin(store, other, ChunkBytes));
        Assert.False(store.HasChunk(0));
        Assert.Equal(StoreStatus.Ok, TestSets.Push(store, other, ChunkBytes));
        AssertActive(other);
    }

    [Fact]
    public void Chunks_that_do_not_make_up_the_announced_set_are_not_committed()
    {
        byte[] blob = TestSets.Build(1, 30);
        byte[] altered = (byte[])blob.Clone();
        altered[40] ^= 1;
        ParameterStore store = Opened();
        TestSets.Begin(store, blob, ChunkBytes);
        for (int i = 0; i < TestSets.ChunkCount(blob, ChunkBytes); i++)
            TestSets.Write(store, altered, ChunkBytes, i);
        Assert.Equal(StoreStatus.WrongChecksum, store.Commit());
        Assert.True(store.Discard());
        Assert.Equal(StoreStatus.Ok, TestSets.Push(store, blob, ChunkBytes));
        AssertActive(blob);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        ParameterStore store = Opened();
        Assert.Equal(StoreStatus.TooLarge, store.BeginWrite(1, 4096, 7, ChunkBytes, false));
        Assert.Equal(StoreStatus.TooLarge, store.BeginWrite(1, 35, 7, ChunkBytes, false));
        Assert.Equal(StoreStatus.TooLarge, store.BeginWrite(1, int.MaxValue, 7, ChunkBytes, false));
        Assert.Equal(StoreStatus.TooLarge, store.BeginWrite(1, 100, 7, 0, false));
        Assert.Equal(StoreStatus.TooLarge, store.BeginWrite(1, 100, 7, 1024, false));
        Assert.Equal(StoreStatus.Ok, store.BeginWrite(1, 100, 7, ChunkBytes, false));
        byte[] data = new byte[ChunkBytes];
        Assert.Equal(StoreStatus.WrongChunk, store.WriteChunk(-1, data, 0, ChunkBytes));
        Assert.Equal(StoreStatus.WrongChunk, store.WriteChunk(3, data, 0, ChunkBytes));
        Assert.Equal(StoreStatus.WrongChunk, store.WriteChunk(2, data, 0, ChunkBytes)); // the last one has 4
        Assert.Equal(StoreStatus.Ok, store.WriteChunk(2, data, 0, 4));
        Assert.Throws<ArgumentException>(() => new ParameterStore(_flash, 5 * 1024));
    }

    [Fact]
    public void A_push_erases_every_block_at_most_once_and_a_resumed_one_none()
    {
        TestSets.Push(Opened(), TestSets.Build(1, 100), ChunkBytes);
        Assert.Equal(0, Erases()); // a blank flash needs none
        TestSets.Push(Opened(), TestSets.Build(2, 100), ChunkBytes);
        Assert.Equal(0, Erases());
        byte[] third = TestSets.Build(3, 100);
        TestSets.Begin(Opened(), third, ChunkBytes);
        int erases = Erases();
        Assert.InRange(erases, 1, 4);
        TestSets.Push(Opened(), third, ChunkBytes);
        Assert.Equal(erases, Erases());
    }

    [Fact]
    public void Writing_and_loading_allocate_nothing()
    {
        ParameterStore store = Opened();
        byte[] blob = TestSets.Build(1, 60);
        byte[] into = new byte[4096];
        TestSets.Push(store, TestSets.Build(1, 10), ChunkBytes);
        store.TryLoadActive(into);
        StoreStatus status = default;
        int loaded = 0;
        uint version = 1;
        Assert.Equal(0, Allocations.Least(
            () =>
            {
                status = TestSets.Push(store, blob, ChunkBytes);
                loaded = store.TryLoadActive(into);
            },
            () => blob = TestSets.Build(++version, 60)));
        Assert.Equal(StoreStatus.Ok, status);
        Assert.Equal(blob.Length, loaded);
    }

    private ParameterStore Opened()
    {
        var store = new ParameterStore(_flash, 4 * 1024);
        Assert.True(store.Open());
        return store;
    }

    private ParameterStore AssertActive(byte[] blob)
    {
        ParameterStore store = Opened();
        byte[] loaded = new byte[4096];
        Assert.Equal(blob.Length, store.TryLoadActive(loaded));
        Assert.Equal(blob, loaded[..blob.Length]);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(loaded, blob.Length));
        Assert.Equal(set.Version, store.ActiveVersion);
        Assert.Equal(set.Crc, store.ActiveCrc);
        return store;
    }

    private int Erases() => Enumerable.Range(0, _flash.BlockCount).Sum(_flash.EraseCount);
}
