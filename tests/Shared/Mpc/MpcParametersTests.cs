using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Mpc;

public sealed class MpcParametersTests
{
    private static double[][] Arrays(MpcParameters p) =>
    [
        p.A, p.B, p.Offset, p.StageStateWeight, p.StageInputWeight, p.TerminalWeight, p.StageStateLinear, p.StageInputLinear,
        p.TerminalLinear,
        p.InputLower, p.InputUpper, p.StateLower, p.StateUpper, p.StateLowerTightening, p.StateUpperTightening, p.StateSoftWeight,
        p.OutputMatrix, p.CouplingWeight, p.StateReference, [p.ValueOffset, p.Discount],
    ];

    private static (byte[] Buffer, int Length) Written()
    {
        var random = new Xoshiro256(3);
        var p = new MpcParameters(3, 2, 2, 4) { ValueOffset = 1.5, Discount = 0.95 };
        foreach (var array in Arrays(p).SkipLast(1))
        {
            for (var i = 0; i < array.Length; i++)
                array[i] = random.NextUniform(-1, 1);
        }

        var buffer = new byte[4096];
        var builder = new ParameterSetBuilder(MissionKind.Formation, 1, buffer);
        Assert.True(p.Write(builder));
        return (buffer, builder.Finish());
    }

    [Fact]
    public void What_is_written_is_read_bit_by_bit()
    {
        var (buffer, length) = Written();
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(buffer, length));
        var read = new MpcParameters(3, 2, 2, 4);
        Assert.True(read.TryLoad(set));
        var again = new byte[4096];
        var builder = new ParameterSetBuilder(MissionKind.Formation, 1, again);
        Assert.True(read.Write(builder));
        Assert.Equal(length, builder.Finish());
        Assert.Equal(buffer, again);
        Assert.Equal(1.5, read.ValueOffset);
    }

    [Theory]
    [InlineData(2, 2, 2, 4)]
    [InlineData(3, 1, 2, 4)]
    [InlineData(3, 2, 1, 4)]
    [InlineData(3, 2, 2, 5)]
    public void A_set_of_another_shape_is_refused(int nx, int nu, int no, int horizon)
    {
        var (buffer, length) = Written();
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(buffer, length));
        Assert.False(new MpcParameters(nx, nu, no, horizon).TryLoad(set));
    }

    [Fact]
    public void A_set_without_a_model_is_refused()
    {
        var buffer = new byte[1024];
        var builder = new ParameterSetBuilder(MissionKind.Formation, 1, buffer);
        builder.AddScalar(ParameterId.Horizon, 4);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(buffer, builder.Finish()));
        Assert.False(new MpcParameters(3, 2, 2, 4).TryLoad(set));
    }
}
