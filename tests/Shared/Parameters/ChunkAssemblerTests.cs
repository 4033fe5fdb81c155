using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Shared.Parameters;

public class ChunkAssemblerTests
{
    private const int ChunkBytes = 32;
    private static readonly byte[] Set = TestSets.Build(3, 50);
    private static readonly uint SetCrc = BitConverter.ToUInt32(Set, Set.Length - 4);
    private readonly ChunkAssembler _assembler = new(new byte[1024], 64);

    [Fact]
    public void Lost_doubled_and_shuffled_chunks_end_in_the_set()
    {
        var random = new Xoshiro256(41);
        Assert.Equal(ChunkStatus.NotStarted, Add(0));
        Assert.True(_assembler.TryBegin(3, Set.Length, SetCrc, ChunkBytes));
        int chunks = TestSets.ChunkCount(Set, ChunkBytes);
        Assert.Equal(chunks, _assembler.ChunkCount);
        int accepted = 0;
        while (!_assembler.IsComplete)
        {
            Assert.False(_assembler.IsCorrect());
            int index = random.NextInt32(chunks);
            bool had = _assembler.Has(index);
            ChunkStatus status = Add(index);
            Assert.Equal(had ? ChunkStatus.Duplicate : ChunkStatus.Accepted, status);
            accepted += status == ChunkStatus.Accepted ? 1 : 0;
            Assert.Equal(chunks - accepted, _assembler.MissingCount);
        }

        Assert.True(_assembler.IsCorrect());
        Assert.Equal(Set, _assembler.Blob[..Set.Length]);
        Assert.Equal(-1, _assembler.NextMissing(0));
    }

    [Fact]
    public void Chunks_of_another_set_or_shape_are_refused_and_change_nothing()
    {
        _assembler.TryBegin(3, Set.Length, SetCrc, ChunkBytes);
        byte[] data = new byte[ChunkBytes];
        Assert.Equal(ChunkStatus.OtherSet, _assembler.Add(2, SetCrc, 0, data, 0, ChunkBytes));
        Assert.Equal(ChunkStatus.OtherSet, _assembler.Add(3, SetCrc ^ 1, 0, data, 0, ChunkBytes));
        Assert.Equal(ChunkStatus.WrongChunk, _assembler.Add(3, SetCrc, -1, data, 0, ChunkBytes));
        Assert.Equal(ChunkStatus.WrongChunk, _assembler.Add(3, SetCrc, _assembler.ChunkCount, data, 0, ChunkBytes));
        Assert.Equal(ChunkStatus.WrongChunk, _assembler.Add(3, SetCrc, 0, data, 0, ChunkBytes - 1));
        Assert.Equal(ChunkStatus.WrongChunk, _assembler.Add(3, SetCrc, _assembler.ChunkCount - 1, data, 0, ChunkBytes));
        Assert.Equal(6, _assembler.Refused);
        Assert.Equal(_assembler.ChunkCount, _assembler.MissingCount);
    }

    [Fact]
    public void Sets_beyond_the_limits_are_refused_and_the_one_in_work_goes_on()
    {
        _assembler.TryBegin(3, Set.Length, SetCrc, ChunkBytes);
        Add(0);
        Assert.False(_assembler.TryBegin(4, 1025, 1, ChunkBytes)); // bytes
        Assert.False(_assembler.TryBegin(4, 1000, 1, 8)); // chunks
        Assert.False(_assembler.TryBegin(4, int.MaxValue, 1, int.MaxValue));
        Assert.False(_assembler.TryBegin(4, 0, 1, ChunkBytes));
        Assert.False(_assembler.TryBegin(4, 1000, 1, 0));
        Assert.Equal(3u, _assembler.Version);
        Assert.True(_assembler.Has(0));
        Assert.True(_assembler.TryBegin(3, Set.Length, SetCrc, ChunkBytes)); // announced again: goes on
        Assert.True(_assembler.Has(0));
        Assert.True(_assembler.TryBegin(4, Set.Length, SetCrc, ChunkBytes)); // another one: starts empty
        Assert.False(_assembler.Has(0));
    }

    [Fact]
    public void A_whole_set_with_a_wrong_checksum_is_not_correct()
    {
        _assembler.TryBegin(3, Set.Length, SetCrc, ChunkBytes);
        byte[] altered = (byte[])Set.Clone();
        altered[50] ^= 4;
        for (int i = 0; i < _assembler.ChunkCount; i++)
            Add(i, altered);
        Assert.True(_assembler.IsComplete);
        Assert.False(_assembler.IsCorrect());
        _assembler.Restart();
        Assert.Equal(0, _assembler.NextMissing(0));
    }

    [Fact]
    public void Frames_lead_to_the_same_as_their_fields()
    {
        var desired = new DesiredFrame { Version = 3, ByteCount = Set.Length, Crc32 = SetCrc, ChunkBytes = ChunkBytes };
        Assert.False(_assembler.IsFor(desired));
        Assert.True(_assembler.TryBegin(desired));
        Assert.True(_assembler.IsFor(desired));
        var chunk = new ChunkFrame(ChunkBytes) { Version = 3, Crc32 = SetCrc, Index = 1, Length = ChunkBytes };
        Array.Copy(Set, ChunkBytes, chunk.Data, 0, ChunkBytes);
        Assert.Equal(ChunkStatus.Accepted, _assembler.Add(chunk));
        Assert.True(_assembler.Has(1));
        Assert.Equal(0, _assembler.NextMissing(0));
        Assert.Equal(2, _assembler.NextMissing(1));
    }

    private ChunkStatus Add(int index, byte[]? from = null) =>
        _assembler.Add(3, SetCrc, index, from ?? Set, index * ChunkBytes, Math.Min(ChunkBytes, Set.Length - (index * ChunkBytes)));
}
