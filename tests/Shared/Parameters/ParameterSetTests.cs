using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Parameters;

public class ParameterSetTests
{
    private readonly byte[] _blob = new byte[1024];
    private readonly int _length;

    public ParameterSetTests()
    {
        var builder = new ParameterSetBuilder(MissionKind.Formation, 7, _blob);
        Assert.True(builder.Add(ParameterId.ModelA, [1, 0.25, 0, 1], 2, 2));
        Assert.True(builder.Add(ParameterId.InputLower, [-1.0], 1));
        Assert.True(builder.AddScalar(ParameterId.Horizon, 10));
        Assert.True(builder.Add(ParameterId.ActorBias(0), [0.5f, -1.5f, 3f], 3));
        Assert.True(builder.Add(ParameterId.ActorWeight(0), new sbyte[] { -128, 0, 127, 1, 2, 3 }, 3, 2));
        _length = builder.Finish();
    }

    [Fact]
    public void What_was_built_can_be_read_back()
    {
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(_blob, _length));
        Assert.Equal(MissionKind.Formation, set.Mission);
        Assert.Equal(7u, set.Version);
        Assert.Equal(5, set.EntryCount);
        Assert.Equal(_length, set.TotalBytes);

        double[] a = new double[4];
        Assert.True(set.TryCopy(ParameterId.ModelA, a, 4));
        Assert.Equal([1, 0.25, 0, 1], a);
        float[] bias = new float[3];
        Assert.True(set.TryCopy(ParameterId.ActorBias(0), bias, 3));
        Assert.Equal([0.5f, -1.5f, 3f], bias);
        sbyte[] weights = new sbyte[6];
        Assert.True(set.TryCopy(ParameterId.ActorWeight(0), weights, 6));
        Assert.Equal(new sbyte[] { -128, 0, 127, 1, 2, 3 }, weights);
        double horizon = 0;
        Assert.True(set.TryGetScalar(ParameterId.Horizon, ref horizon));
        Assert.Equal(10, horizon);

        int entry = set.Find(ParameterId.ActorWeight(0));
        Assert.Equal(2, set.Rank(entry));
        Assert.Equal(3, set.Dim(entry, 0));
        Assert.Equal(2, set.Dim(entry, 1));
        Assert.Equal(0, set.Dim(entry, 2));
        Assert.Equal(6, set.Count(entry));
        Assert.Equal(ParameterType.I8, set.TypeOf(entry));
        Assert.Equal(ParameterId.ActorWeight(0), set.IdOf(entry));
        Assert.Equal(-128, set.GetDouble(entry, 0));
        Assert.Equal(-1.5, set.GetDouble(set.Find(ParameterId.ActorBias(0)), 1));
    }

    /// <summary>Pieces of 256 bytes, and entries that lie across their ends.</summary>
    [Fact]
    public void One_that_lies_elsewhere_reads_the_same_until_it_is_closed()
    {
        byte[] blob = TestSets.Build(4, 900);
        var (here, there) = (new ParameterSet(), new ParameterSet());
        Assert.Equal(ParameterStatus.Ok, here.TryParse(blob, blob.Length));
        Assert.Equal(ParameterStatus.Ok, there.TryParse(new BytesOf(blob)));
        var (expected, got) = (new double[900], new double[900]);
        Assert.True(here.TryCopy(ParameterId.StateReference, expected, 900) && there.TryCopy(ParameterId.StateReference, got, 900));
        Assert.Equal(expected, got);
        Assert.Equal(expected[870], there.GetDouble(0, 870));
        Assert.Equal(expected[3], there.GetDouble(0, 3));
        Assert.Equal((here.Crc, here.ShapeHash, here.TotalBytes, here.Version), (there.Crc, there.ShapeHash, there.TotalBytes, there.Version));
        there.Close();
        Assert.Equal((0, 0, -1), (there.TotalBytes, there.EntryCount, there.Find(ParameterId.StateReference)));
    }

    [Fact]
    public void One_that_cannot_be_read_is_not_taken_and_one_that_no_longer_can_says_so()
    {
        byte[] blob = TestSets.Build(4, 900);
        var counted = new BytesOf(blob);
        var set = new ParameterSet();
        int reads = 0;
        while (set.TryParse(new BytesOf(blob, reads)) is not ParameterStatus.Ok and var status)
        {
            Assert.Equal((ParameterStatus.Unreadable, 0), (status, set.TotalBytes));
            reads++;
        }

        Assert.InRange(reads, 29, 70);
        Assert.False(set.HasFailed);
        Assert.False(set.TryCopy(ParameterId.StateReference, new double[900], 900));
        Assert.True(set.HasFailed);
        Assert.Equal(ParameterStatus.Ok, set.TryParse(counted));
        blob[500] ^= 1;
        Assert.Equal(ParameterStatus.WrongChecksum, set.TryParse(counted));
    }

    [Fact]
    public void What_is_not_there_or_differs_is_not_copied()
    {
        var set = new ParameterSet();
        set.TryParse(_blob, _length);
        double[] a = [5, 5, 5, 5];
        double scalar = 5;
        Assert.Equal(-1, set.Find(ParameterId.ModelB));
        Assert.False(set.TryCopy(ParameterId.ModelB, a, 4));
        Assert.False(set.TryCopy(ParameterId.ModelA, a, 3));
        Assert.False(set.TryCopy(ParameterId.ActorBias(0), a, 3));
        Assert.False(set.TryCopy(ParameterId.ModelA, new float[4], 4));
        Assert.False(set.TryCopy(ParameterId.ModelA, new sbyte[4], 4));
        Assert.False(set.TryGetScalar(ParameterId.ModelA, ref scalar));
        Assert.False(set.TryGetScalar(ParameterId.ModelB, ref scalar));
        Assert.Equal([5, 5, 5, 5], a);
        Assert.Equal(5, scalar);
    }

    [Fact]
    public void Every_truncation_and_extension_is_refused()
    {
        var set = new ParameterSet();
        for (int cut = 0; cut < _length; cut++)
            Assert.Equal(ParameterStatus.Truncated, set.TryParse(_blob, cut));
        Assert.Equal(ParameterStatus.WrongLength, set.TryParse(_blob, _length + 1));
        Assert.Equal(ParameterStatus.Truncated, set.TryParse(_blob, _blob.Length + 1));
        Assert.Equal(ParameterStatus.Truncated, set.TryParse(_blob, -1));
        Assert.Equal(ParameterStatus.Truncated, set.TryParse(null!, 100));
    }

    [Fact]
    public void Every_bit_flip_is_refused_and_empties_the_view()
    {
        var set = new ParameterSet();
        for (int bit = 0; bit < 8 * _length; bit++)
        {
            Assert.Equal(ParameterStatus.Ok, set.TryParse(_blob, _length));
            _blob[bit / 8] ^= (byte)(1 << (bit % 8));
            ParameterStatus status = set.TryParse(_blob, _length);
            ParameterStatus[] expected = (bit / 8) switch
            {
                < 4 => [ParameterStatus.WrongMagic],
                < 6 => [ParameterStatus.WrongSchema],
                >= 12 and < 16 => [ParameterStatus.Truncated, ParameterStatus.WrongLength],
                _ => [ParameterStatus.WrongChecksum],
            };
            Assert.Contains(status, expected);
            Assert.Equal(0, set.EntryCount);
            Assert.Equal(-1, set.Find(ParameterId.ModelA));
            _blob[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    // The matrix of what another tool could write with right checksums. Row 0 of the shape table begins at 32: id, type, rank, dims,
    // offset.
    [Theory]
    [InlineData(4, 2, ParameterStatus.WrongSchema)]
    [InlineData(5, 1, ParameterStatus.WrongSchema)]
    [InlineData(6, 4, ParameterStatus.WrongSchema)] // mission
    [InlineData(28, 1, ParameterStatus.WrongSchema)] // reserved
    [InlineData(7, 4, ParameterStatus.BadShapeTable)] // one entry fewer
    [InlineData(7, 255, ParameterStatus.BadShapeTable)] // a table beyond the end
    [InlineData(16, 8, ParameterStatus.BadShapeTable)] // data offset
    [InlineData(20, 8, ParameterStatus.BadShapeTable)] // a self-test that is not there
    [InlineData(32, 0, ParameterStatus.BadShapeTable)] // id 0
    [InlineData(32, 10, ParameterStatus.BadShapeTable)] // the id of row 1
    [InlineData(34, 0, ParameterStatus.BadShapeTable)] // type
    [InlineData(34, 4, ParameterStatus.BadShapeTable)]
    [InlineData(34, 2, ParameterStatus.BadShapeTable)] // f32: the next row is then too far off
    [InlineData(35, 0, ParameterStatus.BadShapeTable)] // rank
    [InlineData(35, 5, ParameterStatus.BadShapeTable)]
    [InlineData(35, 1, ParameterStatus.BadShapeTable)] // a dimension beyond the rank
    [InlineData(36, 0, ParameterStatus.BadShapeTable)] // dimension 0
    [InlineData(36, 3, ParameterStatus.BadShapeTable)] // overlaps the next row
    [InlineData(37, 255, ParameterStatus.BadShapeTable)] // beyond the end
    [InlineData(44, 200, ParameterStatus.BadShapeTable)] // offset
    [InlineData(47, 128, ParameterStatus.BadShapeTable)] // an offset of 2 GB
    public void Sets_that_contradict_themselves_are_refused_by_name(int at, byte value, ParameterStatus expected)
    {
        _blob[at] = value;
        Reseal();
        Assert.Equal(expected, new ParameterSet().TryParse(_blob, _length));
    }

    [Fact]
    public void A_wrong_shape_hash_is_refused()
    {
        _blob[24] ^= 1;
        Bytes.PutU32(_blob, _length - 4, Crc32.Compute(_blob, 0, _length - 4));
        Assert.Equal(ParameterStatus.BadShapeTable, new ParameterSet().TryParse(_blob, _length));
    }

    [Theory]
    [InlineData(ParameterId.ModelA)]
    [InlineData(ParameterId.Horizon)]
    public void Numbers_that_are_not_finite_are_refused(ushort id)
    {
        int row = Enumerable.Range(0, 5).Select(i => 32 + (16 * i)).Single(at => Bytes.GetU16(_blob, at) == id);
        Bytes.PutF64(_blob, (int)Bytes.GetU32(_blob, row + 12), double.NaN);
        Reseal();
        Assert.Equal(ParameterStatus.NotFinite, new ParameterSet().TryParse(_blob, _length));
    }

    [Fact]
    public void The_shape_hash_follows_the_shapes_and_nothing_else()
    {
        uint one = Hash(TestSets.Build(1, 10));
        Assert.Equal(one, Hash(TestSets.Build(2, 10)));
        Assert.NotEqual(one, Hash(TestSets.Build(1, 11)));

        static uint Hash(byte[] blob)
        {
            var set = new ParameterSet();
            Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, blob.Length));
            return set.ShapeHash;
        }
    }

    [Fact]
    public void Parsing_and_reading_allocate_nothing()
    {
        var set = new ParameterSet();
        double[] a = new double[4];
        set.TryParse(_blob, _length);
        set.TryCopy(ParameterId.ModelA, a, 4);
        ParameterStatus status = default;
        bool copied = false;
        Assert.Equal(0, Allocations.Least(() =>
        {
            status = set.TryParse(_blob, _length);
            copied = set.TryCopy(ParameterId.ModelA, a, 4);
        }));
        Assert.Equal(ParameterStatus.Ok, status);
        Assert.True(copied);
    }

    private void Reseal()
    {
        int tableBytes = Math.Min(16 * _blob[7], _length - 36);
        Bytes.PutU32(_blob, 24, Crc32.Compute(_blob, 32, tableBytes));
        Bytes.PutU32(_blob, _length - 4, Crc32.Compute(_blob, 0, _length - 4));
    }
}
