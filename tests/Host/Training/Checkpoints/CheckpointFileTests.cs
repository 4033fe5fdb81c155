using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Linalg;
using Xunit;

namespace MultiAgentEdge.Tests.Host.Training.Checkpoints;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    private string Path => System.IO.Path.Combine(folder, "checkpoint.bin");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_saved_comes_back_and_the_generator_goes_on()
    {
        var random = new Xoshiro256(5);
        random.NextUInt64();
        CheckpointFile.Save(
            Path, "test", 1,
            w => { w.WriteArray([1.5, 1e-300, -0.0]); w.WriteArray([2.5f]); w.WriteArray([7, 8]); w.WriteRandom(random); });

        var doubles = new double[3];
        var floats = new float[1];
        var ints = new int[2];
        var copy = new Xoshiro256(99);
        CheckpointFile.Load(Path, "test", 1, r => { r.ReadArray(doubles); r.ReadArray(floats); r.ReadArray(ints); r.ReadRandom(copy); });

        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(doubles[2]));
        Assert.Equal((1.5, 2.5f, 8), (doubles[0], floats[0], ints[1]));
        Assert.Equal(random.NextUInt64(), copy.NextUInt64());
        Assert.False(File.Exists(Path + ".partial"));
    }

    [Fact]
    public void Every_truncation_and_every_flipped_bit_is_refused()
    {
        CheckpointFile.Save(Path, "test", 1, w => w.WriteArray([1.0, 2.0, 3.0]));
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length < whole.Length; length++)
            Refused(whole[..length]);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(damaged);
        }

        Refused([.. whole, 0]);
    }

    [Fact]
    public void A_failed_write_leaves_the_one_before_it()
    {
        CheckpointFile.Save(Path, "test", 1, w => w.Write(41));
        Assert.Throws<InvalidOperationException>(() => CheckpointFile.Save(Path, "test", 1, _ => throw new InvalidOperationException()));
        var found = 0;
        CheckpointFile.Load(Path, "test", 1, r => found = r.ReadInt32());
        Assert.Equal(41, found);
    }

    [Theory]
    [InlineData("other", 1, "is a checkpoint of test, not of other")]
    [InlineData("test", 2, "has layout 1, this program reads layout 2")]
    public void Another_trainer_or_layout_is_named(string kind, int schema, string says)
    {
        CheckpointFile.Save(Path, "test", 1, w => w.Write(1));
        var error = Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, kind, schema, r => r.ReadInt32()));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_size_is_named()
    {
        CheckpointFile.Save(Path, "test", 1, w => w.WriteArray([1.0]));
        Assert.Contains(
            "holds 1 values where this run has 2",
            Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, "test", 1, r => r.ReadArray(new double[2]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "more than", Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, "test", 1, _ => { })).Message,
            StringComparison.Ordinal);
    }

    private void Refused(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, "test", 1, r => r.ReadArray(new double[3])));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-3e41)]
    [InlineData(1e300)]
    public void A_number_that_no_run_gets_is_refused_although_the_checksum_is_right(double damaged)
    {
        CheckpointFile.Save(Path, "test", 1, w => w.WriteArray([1.0, damaged]));
        Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, "test", 1, r => r.ReadArray(new double[2])));
        CheckpointFile.Save(Path, "test", 1, w => w.WriteArray([(float)damaged]));
        Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, "test", 1, r => r.ReadArray(new float[1])));
        CheckpointFile.Save(Path, "test", 1, w => w.Write(damaged));
        Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, "test", 1, r => r.ReadDouble()));
    }

    [Fact]
    public void A_number_is_refused_by_the_bound_of_what_it_is()
    {
        CheckpointFile.Save(Path, "test", 1, w => w.WriteArray([2e4]));
        Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, "test", 1, r => r.ReadArray(new double[1], 1e4)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(5)]
    public void A_count_of_more_than_follows_makes_nothing(int count)
    {
        CheckpointFile.Save(Path, "test", 1, w => w.Write(count));
        Assert.Throws<CheckpointException>(() => CheckpointFile.Load(Path, "test", 1, r => _ = new double[r.ReadCount()]));
    }

    [Fact]
    public void What_a_failed_write_left_is_taken_away()
    {
        Assert.Throws<IOException>(() => CheckpointFile.Save(Path, "test", 1, w =>
        {
            w.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));
        Assert.Empty(Directory.GetFiles(folder));
    }
}
