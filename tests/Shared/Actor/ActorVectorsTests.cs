using MultiAgentEdge.Actor;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Actor;

public class ActorVectorsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_layer_on_vectors_has_the_bits_of_one_row_after_the_other(bool quantised)
    {
        var random = new Xoshiro256(11);
        var vectors = new ActorVectors(); // one for all sizes: what a larger layer left must not show
        for (int trial = 0; trial < 120; trial++)
        {
            int inputs = 1 + random.NextInt32(80);
            int outputs = 1 + random.NextInt32(40);
            ParameterSet set = RandomActor.Create(random, [inputs, outputs], quantised, norm: false).Set(0);
            float[] x = RandomActor.Numbers(random, inputs, 1);
            for (int i = 0; i < inputs; i += 3)
                x[i] = 0; // as half of what a ReLU lets through
            bool rectify = trial % 2 == 0;
            float[] y = new float[outputs + ActorVectors.RowsOfPass];
            vectors.Take(set, 0, Layer(inputs, outputs, quantised));
            Assert.True(vectors.TryCompute(x, y, rectify));
            Assert.Equal(
                RowByRow(set, x, outputs, quantised, rectify).Select(BitConverter.SingleToInt32Bits),
                y.Take(outputs).Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void A_row_that_is_not_finite_is_told_whichever_it_is()
    {
        for (int bad = 0; bad < 21; bad++)
        {
            byte[] blob = new byte[1024];
            var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
            builder.Add(ParameterId.ActorWeight(0), [.. Enumerable.Range(0, 21).Select(row => row == bad ? -3e38f : 1f)], 21, 1);
            builder.Add(ParameterId.ActorBias(0), new float[21], 21);
            var set = new ParameterSet();
            Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, builder.Finish()));
            var vectors = new ActorVectors();
            vectors.Take(set, 0, Layer(1, 21, false));
            float[] y = new float[21 + ActorVectors.RowsOfPass];
            Assert.True(vectors.TryCompute([1f], y, rectify: true));
            Assert.False(vectors.TryCompute([10f], y, rectify: true)); // -inf, which ReLU hides
        }
    }

    private static ActorLayer Layer(int inputs, int outputs, bool quantised) =>
        new() { Inputs = inputs, Outputs = outputs, IsQuantised = quantised, Scale = 0.01f };

    private static float[] RowByRow(ParameterSet set, float[] x, int outputs, bool quantised, bool rectify)
    {
        int weight = set.Find(ParameterId.ActorWeight(0));
        float[] w = [.. Enumerable.Range(0, outputs * x.Length).Select(i => (float)set.GetDouble(weight, i))];
        sbyte[] small = [.. w.Select(value => (sbyte)value)];
        float[] y = new float[outputs];
        for (int row = 0; row < outputs; row++)
        {
            float bias = (float)set.GetDouble(set.Find(ParameterId.ActorBias(0)), row);
            float scaled = quantised
                ? FloatDot.ComputeQuantised(small, row * x.Length, x, x.Length) * 0.01f
                : FloatDot.Compute(w, row * x.Length, x, x.Length);
            y[row] = rectify && scaled + bias < 0 ? 0 : scaled + bias;
        }

        return y;
    }
}
