using System.Runtime.Intrinsics.X86;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Networks;

public sealed class GemmTests
{
    // The promise: each element is one chain of fused multiply-adds in the order of k, whichever tile computes it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Wide_and_narrow_tiles_have_the_bits_of_the_plain_chain(bool transposed)
    {
        const int m = 16, n = 48, k = 37;
        var random = new Xoshiro256(1);
        float[] a = MlpTests.Gaussians(random, m * k), b = MlpTests.Gaussians(random, k * n), start = MlpTests.Gaussians(random, m * n);
        var (row, step) = transposed ? (1, m) : (k, 1);
        var expected = (float[])start.Clone();
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var l = 0; l < k; l++)
                    expected[(i * n) + j] = MathF.FusedMultiplyAdd(a[(i * row) + (l * step)], b[(l * n) + j], expected[(i * n) + j]);
            }
        }

        float[] narrow = (float[])start.Clone(), chosen = (float[])start.Clone();
        Gemm.Narrow(m, n, k, a, row, step, b, narrow);
        Assert.Equal(expected, narrow);
        Gemm.Accumulate(m, n, k, a, row, step, b, chosen);
        Assert.Equal(expected, chosen);
        if (Avx512F.IsSupported)
        {
            var wide = (float[])start.Clone();
            Gemm.Wide(m, n, k, a, row, step, b, wide);
            Assert.Equal(expected, wide);
        }
    }

    [Fact]
    public void Shapes_that_the_tiles_would_overrun_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Accumulate(7, 16, 1, new float[8], 1, 1, new float[16], new float[128]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Accumulate(8, 15, 1, new float[8], 1, 1, new float[16], new float[128]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Accumulate(8, 16, 2, new float[15], 2, 1, new float[32], new float[128]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Accumulate(8, 16, 2, new float[16], 2, 1, new float[31], new float[128]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Accumulate(8, 16, 2, new float[16], 2, 1, new float[32], new float[127]));
    }
}
