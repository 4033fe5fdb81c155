using System.Runtime.Intrinsics.X86;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Networks;

public sealed class GemmTests
{
    // The promise: each element is one chain of fused multiply-adds in the order of k, whichever tile computes it.
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Wide_and_narrow_tiles_have_the_bits_of_the_plain_chain(bool transposed, bool wide)
    {
        RequireFor(wide);
        const int m = 16, n = 80, k = 37; // 64 and 16 columns: both tiles
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

        var sizes = new GemmSizes(m, n, k, row, step, n, n, n);
        float[] tiled = (float[])start.Clone(), chosen = (float[])start.Clone();
        if (wide)
            Gemm.Wide(sizes, a, b, tiled, tiled, rectify: false);
        else
            Gemm.Narrow(sizes, a, b, tiled, tiled, rectify: false);
        Assert.Equal(expected, tiled);
        Gemm.Multiply(sizes, a, b, chosen, chosen);
        Assert.Equal(expected, chosen);
    }

    // One row where every sum begins, a window of wider rows of B and of C, ReLU that lets NaN through.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_window_from_one_row_with_rectifier_has_the_bits_of_the_plain_chain(bool wide)
    {
        RequireFor(wide);
        const int m = 8, n = 80, k = 5, width = 112, first = 9;
        var random = new Xoshiro256(2);
        float[] a = MlpTests.Gaussians(random, m * k), b = MlpTests.Gaussians(random, k * width), start = MlpTests.Gaussians(random, n);
        a[3] = float.NaN;
        var expected = Enumerable.Repeat(7f, m * width).ToArray();
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = start[j];
                for (var l = 0; l < k; l++)
                    sum = MathF.FusedMultiplyAdd(a[(i * k) + l], b[(l * width) + first + j], sum);
                expected[(i * width) + first + j] = sum <= 0f ? 0f : sum;
            }
        }

        var actual = Enumerable.Repeat(7f, m * width).ToArray();
        var sizes = new GemmSizes(m, n, k, k, 1, width, 0, width);
        if (wide)
            Gemm.Wide(sizes, a, b.AsSpan(first), start, actual.AsSpan(first), rectify: true);
        else
            Gemm.Narrow(sizes, a, b.AsSpan(first), start, actual.AsSpan(first), rectify: true);
        Assert.Equal(expected, actual);
        Assert.True(float.IsNaN(actual[first]));
    }

    private static void RequireFor(bool wide) =>
        Assert.SkipWhen(wide && !Avx512F.IsSupported, "this processor has no AVX-512, which the wide tile takes");

    [Fact]
    public void Shapes_that_the_tiles_would_overrun_are_refused()
    {
        static void Refused(int m, int n, int k, int aLength, int bLength, int startLength, int cLength) =>
            Assert.Throws<ArgumentOutOfRangeException>(() =>
            Gemm.Multiply(
                new GemmSizes(m, n, k, k, 1, n, n, n), new float[aLength], new float[bLength], new float[startLength], new float[cLength]));

        Refused(7, 16, 1, 8, 16, 128, 128);
        Refused(8, 15, 1, 8, 16, 128, 128);
        Refused(8, 16, 2, 15, 32, 128, 128);
        Refused(8, 16, 2, 16, 31, 128, 128);
        Refused(8, 16, 2, 16, 32, 127, 128);
        Refused(8, 16, 2, 16, 32, 128, 127);
    }
}
