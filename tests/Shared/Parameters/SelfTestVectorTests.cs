using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Parameters;

public class SelfTestVectorTests
{
    private readonly SelfTestVector _vector = new(4, 2);

    [Fact]
    public void The_same_bits_pass()
    {
        Assert.Equal(SelfTestStatus.Passed, _vector.Check(Set([0.1, 0.2], [0.1 + 0.2]), Add));
    }

    [Fact]
    public void One_bit_of_difference_does_not()
    {
        Assert.NotEqual(0.3, 0.1 + 0.2); // one unit in the last place apart
        Assert.Equal(SelfTestStatus.Different, _vector.Check(Set([0.1, 0.2], [0.3]), Add));
        Assert.Equal(SelfTestStatus.Different, _vector.Check(Set([0, 0], [-0.0]), Add));
    }

    [Fact]
    public void What_cannot_be_run_is_told_apart_from_what_is_not_there()
    {
        Assert.Equal(SelfTestStatus.Absent, _vector.Check(Set(null, null), Add));
        Assert.Equal(SelfTestStatus.NotRun, _vector.Check(Set([1], null), Add));
        Assert.Equal(SelfTestStatus.NotRun, _vector.Check(Set(null, [1]), Add));
        Assert.Equal(SelfTestStatus.NotRun, _vector.Check(Set([1, 2, 3, 4, 5], [15]), Add)); // longer than there is room
        Assert.Equal(SelfTestStatus.NotRun, _vector.Check(Set([1, 2], [3, 3]), Add)); // the controller refuses
    }

    private static ParameterSet Set(double[]? input, double[]? output)
    {
        byte[] blob = new byte[512];
        var builder = new ParameterSetBuilder(MissionKind.None, 1, blob);
        if (input != null)
            builder.Add(ParameterId.SelfTestInput, input, input.Length);
        if (output != null)
            builder.Add(ParameterId.SelfTestOutput, output, output.Length);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, builder.Finish()));
        return set;
    }

    /// <summary>A controller that answers with the sum of its inputs.</summary>
    private static bool Add(double[] input, int inputCount, double[] output, int outputCount)
    {
        if (outputCount != 1)
            return false;
        output[0] = input.Take(inputCount).Sum();
        return true;
    }
}
