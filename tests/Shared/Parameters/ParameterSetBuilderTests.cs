using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Parameters;

public class ParameterSetBuilderTests
{
    [Fact]
    public void A_refused_entry_spoils_the_set()
    {
        AssertSpoilt(b => b.Add(ParameterId.ModelA, [1.0, 2], 2, 2)); // wrong count
        AssertSpoilt(b => b.Add(ParameterId.ModelA, Array.Empty<double>(), 0));
        AssertSpoilt(b => b.Add(ParameterId.ModelA, [double.NaN], 1));
        AssertSpoilt(b => b.Add(ParameterId.ActorBias(0), [float.PositiveInfinity], 1));
        AssertSpoilt(b => b.AddScalar(ParameterId.Horizon, double.NegativeInfinity));
        AssertSpoilt(b => b.AddScalar(0, 1));
        AssertSpoilt(b => b.Add(ParameterId.ModelA, new double[200], 200)); // no room
        AssertSpoilt(b => b.AddScalar(ParameterId.Discount, 1) && b.AddScalar(ParameterId.Discount, 1)); // doubled id
    }

    [Fact]
    public void The_buffer_is_used_to_the_last_byte()
    {
        byte[] blob = new byte[32 + 16 + 8 + 4];
        var builder = new ParameterSetBuilder(MissionKind.None, 1, blob);
        Assert.True(builder.AddScalar(ParameterId.Horizon, 3));
        Assert.Equal(blob.Length, builder.Finish());
        Assert.Equal(ParameterStatus.Ok, new ParameterSet().TryParse(blob, blob.Length));
        var tooSmall = new ParameterSetBuilder(MissionKind.None, 1, new byte[blob.Length - 1]);
        Assert.False(tooSmall.AddScalar(ParameterId.Horizon, 3));
    }

    [Fact]
    public void An_empty_set_is_a_set_and_255_entries_are_the_most()
    {
        byte[] blob = new byte[8192];
        int length = new ParameterSetBuilder(MissionKind.None, 1, blob).Finish();
        Assert.Equal(ParameterStatus.Ok, new ParameterSet().TryParse(blob, length));
        var full = new ParameterSetBuilder(MissionKind.None, 1, blob);
        for (ushort id = 1; id <= 255; id++)
            Assert.True(full.AddScalar(id, id));
        int fullLength = full.Finish();
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, fullLength));
        Assert.Equal(255, set.EntryCount);
        var over = new ParameterSetBuilder(MissionKind.None, 1, blob);
        for (ushort id = 1; id <= 255; id++)
            over.AddScalar(id, id);
        Assert.False(over.AddScalar(256, 0));
        Assert.Throws<ArgumentException>(() => new ParameterSetBuilder(MissionKind.None, 1, new byte[35]));
    }

    private static void AssertSpoilt(Func<ParameterSetBuilder, bool> add)
    {
        var builder = new ParameterSetBuilder(MissionKind.None, 1, new byte[512]);
        Assert.True(builder.AddScalar(ParameterId.SpeedLimit, 0.5));
        Assert.False(add(builder));
        Assert.False(builder.AddScalar(ParameterId.ValueOffset, 0));
        Assert.Equal(0, builder.Finish());
    }
}
