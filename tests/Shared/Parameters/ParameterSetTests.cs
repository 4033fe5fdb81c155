using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Parameters;

public class ParameterSetTests
{
    [Fact]
    public void What_was_built_can_be_read_back()
    {
        byte[] blob = new byte[1024];
        var builder = new ParameterSetBuilder(MissionKind.Formation, 7, blob);
        Assert.True(builder.Add(ParameterId.ModelA, [1, 0.25, 0, 1], 2, 2));
        Assert.True(builder.Add(ParameterId.InputLower, [-1.0], 1));
        Assert.True(builder.AddScalar(ParameterId.Horizon, 10));
        Assert.True(builder.Add(ParameterId.ActorBias(0), [0.5f, -1.5f, 3f], 3));
        Assert.True(builder.Add(ParameterId.ActorWeight(0), new sbyte[] { -128, 0, 127, 1, 2, 3 }, 3, 2));
        int length = builder.Finish();

        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, length));
        Assert.Equal(MissionKind.Formation, set.Mission);
        Assert.Equal(7u, set.Version);
        Assert.Equal(5, set.EntryCount);
        Assert.Equal(length, set.TotalBytes);

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
        Assert.Equal(6, set.Count(entry));
        Assert.Equal(ParameterType.I8, set.TypeOf(entry));
        Assert.Equal(-128, set.GetDouble(entry, 0));
        Assert.Equal(-1, set.Find(ParameterId.ModelB));
        Assert.False(set.TryCopy(ParameterId.ModelA, a, 3));
        Assert.False(set.TryCopy(ParameterId.ActorBias(0), a, 3));
    }
}
