using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Shared.Linalg;

/// <summary>The vector paths must give the bits of the plain ones, for every length and offset that leaves a tail.</summary>
public class KernelTests
{
    private const int Size = 64;

    private static double[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9)))];
    }

    [Fact]
    public void Dot_products_equal_the_plain_ones_to_the_bit()
    {
        double[] a = Numbers(1, 4 * Size);
        double[] b = Numbers(2, 4 * Size);
        double[] four = new double[4];
        for (int n = 0; n < Size; n++)
        {
            Assert.Equal(Kernel.DotPlain(a, 3, b, 5, n), Kernel.Dot(a, 3, b, 5, n));
            Kernel.Dot4(a, 0, 7, 64, 101, b, 2, n, four, 0);
            Assert.Equal([Kernel.DotPlain(a, 0, b, 2, n), Kernel.DotPlain(a, 7, b, 2, n), Kernel.DotPlain(a, 64, b, 2, n), Kernel.DotPlain(a, 101, b, 2, n)], four);
        }
    }

    [Fact]
    public void The_plain_dot_product_is_the_canonical_one()
    {
        double[] a = Numbers(3, 7);
        double[] b = Numbers(4, 7);
        double expected = ((a[0] * b[0] + a[1] * b[1]) + (a[2] * b[2] + a[3] * b[3])) + a[4] * b[4];
        expected += a[5] * b[5];
        expected += a[6] * b[6];
        Assert.Equal(expected, Kernel.DotPlain(a, 0, b, 0, 7));
    }

    [Fact]
    public void Scaled_additions_equal_the_plain_ones_to_the_bit()
    {
        double[] x = Numbers(5, 4 * Size);
        for (int n = 0; n < Size; n++)
        {
            double[] one = Numbers(6, Size + 8);
            double[] two = [.. one];
            Kernel.Axpy(0.3, x, 1, one, 2, n);
            Kernel.AxpyPlain(0.3, x, 1, two, 2, n);
            Assert.Equal(two, one);
            Kernel.Axpy4(0.1, -0.7, 3, 1e-9, x, 0, 5, 70, 131, one, 1, n);
            Kernel.AxpyPlain(0.1, x, 0, two, 1, n);
            Kernel.AxpyPlain(-0.7, x, 5, two, 1, n);
            Kernel.AxpyPlain(3, x, 70, two, 1, n);
            Kernel.AxpyPlain(1e-9, x, 131, two, 1, n);
            Assert.Equal(two, one);
        }
    }

    [Fact]
    public void Triangular_products_agree_with_full_ones()
    {
        for (int n = 1; n < 20; n++)
        {
            double[] u = Numbers(n, n * n);
            for (int i = 0; i < n; i++)
                Array.Clear(u, i * n, i);
            double[] x = Numbers(7, n);
            double[] y = new double[n];
            double[] full = new double[n];
            Kernel.UpperMatVec(u, n, x, y);
            Kernel.MatVec(u, n, n, x, full);
            double[] transposed = new double[n];
            Kernel.AddUpperTransposed(u, n, x, transposed);
            for (int i = 0; i < n; i++)
            {
                double size = Enumerable.Range(0, n).Sum(j => Math.Abs(u[i * n + j] * x[j]));
                Assert.Equal(full[i], y[i], 1e-14 * (size + 1e-300));
                double column = Enumerable.Range(0, n).Sum(j => u[j * n + i] * x[j]);
                double columnSize = Enumerable.Range(0, n).Sum(j => Math.Abs(u[j * n + i] * x[j]));
                Assert.Equal(column, transposed[i], 1e-14 * (columnSize + 1e-300));
            }
        }
    }

    [Fact]
    public void The_largest_excess_is_found_wherever_it_is()
    {
        double[] low = new double[11];
        double[] high = [.. Enumerable.Repeat(1.0, 11)];
        double[] value = [.. Enumerable.Repeat(0.5, 11)];
        Assert.Equal(0, Kernel.LargestExcess(value, low, high, 11));
        for (int i = 0; i < 11; i++)
        {
            value[i] = 3;
            Assert.Equal(2, Kernel.LargestExcess(value, low, high, 11));
            value[i] = -1.5;
            Assert.Equal(1.5, Kernel.LargestExcess(value, low, high, 11));
            value[i] = 0.5;
        }
    }
}
