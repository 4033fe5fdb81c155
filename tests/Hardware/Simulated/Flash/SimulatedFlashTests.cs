using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Flash;

public class SimulatedFlashTests
{
    private readonly SimulatedFlash _flash = new(blockCount: 3, blockBytes: 16);
    private readonly byte[] _buffer = new byte[16];

    [Fact]
    public void New_flash_is_erased_and_a_write_can_only_clear_bits()
    {
        Assert.True(_flash.TryRead(2, 0, _buffer, 0, 16));
        Assert.All(_buffer, value => Assert.Equal(0xFF, value));
        Assert.True(_flash.TryWrite(1, 4, [0xF0, 0x3C], 0, 2));
        Assert.True(_flash.TryWrite(1, 4, [0x0F, 0xFF], 0, 2));
        Assert.Equal([0xFF, 0x00, 0x3C, 0xFF], Read(1, 3, 4));
    }

    [Fact]
    public void An_erase_takes_one_block_and_wears_it()
    {
        for (var block = 0; block < 3; block++)
        {
            _flash.TryWrite(block, 0, new byte[16], 0, 16);
        }

        Assert.True(_flash.TryErase(1));
        Assert.Equal(new byte[16], Read(0, 0, 16));
        Assert.All(Read(1, 0, 16), value => Assert.Equal(0xFF, value));
        Assert.Equal(new byte[16], Read(2, 0, 16));
        Assert.Equal((0, 1, 0), (_flash.EraseCount(0), _flash.EraseCount(1), _flash.EraseCount(2)));
        Assert.Equal((4L, 48L), (_flash.Operations, _flash.BytesWritten));
    }

    // Over many seeds the cut must show every length, from nothing to all written but unconfirmed, and mixtures at the cut.
    [Fact]
    public void A_cut_write_leaves_a_prefix_and_one_torn_byte()
    {
        var lengths = new HashSet<int>();
        var sawTornByte = false;
        for (ulong seed = 0; seed < 500; seed++)
        {
            var flash = new SimulatedFlash(1, 16, seed);
            Assert.True(flash.TryWrite(0, 8, [0x00], 0, 1));
            flash.CutAt(1);
            Assert.False(flash.TryWrite(0, 0, new byte[8], 0, 8));
            Assert.False(flash.IsPowered);
            flash.PowerOn();
            var after = flash.Snapshot();
            var done = Array.FindIndex(after, value => value != 0);
            lengths.Add(Math.Min(done, 8));
            if (done < 8)
            {
                sawTornByte |= after[done] != 0xFF;
                Assert.All(after[(done + 1)..8], value => Assert.Equal(0xFF, value));
            }

            Assert.Equal(0x00, after[8]);
            Assert.All(after[9..], value => Assert.Equal(0xFF, value));
        }

        Assert.True(lengths.Count >= 8);
        Assert.True(sawTornByte);
    }

    [Fact]
    public void A_cut_erase_never_clears_a_bit_and_reaches_no_other_block()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            var flash = new SimulatedFlash(2, 16, seed);
            flash.TryWrite(0, 0, Enumerable.Repeat((byte)0xA5, 16).ToArray(), 0, 16);
            flash.TryWrite(1, 0, Enumerable.Repeat((byte)0xA5, 16).ToArray(), 0, 16);
            flash.CutAt(1);
            Assert.False(flash.TryErase(0));
            flash.PowerOn();
            Assert.All(flash.Snapshot()[..16], value => Assert.Equal(0xA5, value & 0xA5));
            Assert.All(flash.Snapshot()[16..], value => Assert.Equal(0xA5, value));
        }
    }

    [Fact]
    public void After_the_cut_nothing_works_until_power_is_back()
    {
        _flash.CutAt(2);
        Assert.True(_flash.TryWrite(0, 0, [0x00], 0, 1));
        Assert.False(_flash.TryErase(1));
        var before = _flash.Snapshot();
        Assert.False(_flash.TryWrite(2, 0, [0x00], 0, 1));
        Assert.False(_flash.TryErase(2));
        Assert.False(_flash.TryRead(0, 0, _buffer, 0, 1));
        Assert.Equal(before, _flash.Snapshot());
        Assert.Equal(2, _flash.Operations);
        _flash.PowerOn();
        Assert.True(_flash.TryErase(1));
        Assert.Equal([0x00], Read(0, 0, 1));
    }

    [Fact]
    public void Same_seed_tears_the_same_bytes()
    {
        byte[] Run()
        {
            var flash = new SimulatedFlash(2, 64, seed: 11);
            flash.TryWrite(0, 0, new byte[64], 0, 64);
            flash.CutAt(1);
            flash.TryErase(0);
            flash.PowerOn();
            flash.CutAt(1);
            flash.TryWrite(1, 0, new byte[64], 0, 64);
            return flash.Snapshot();
        }

        Assert.Equal(Run(), Run());
    }

    [Theory]
    [InlineData(3, 0, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(0, 16, 1)]
    [InlineData(0, 0, 17)]
    [InlineData(0, 15, 2)]
    public void A_range_outside_of_the_flash_is_a_programming_error(int block, int offset, int length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _flash.TryRead(block, offset, new byte[32], 0, length));
    }

    private byte[] Read(int block, int offset, int length)
    {
        var bytes = new byte[length];
        Assert.True(_flash.TryRead(block, offset, bytes, 0, length));
        return bytes;
    }
}
