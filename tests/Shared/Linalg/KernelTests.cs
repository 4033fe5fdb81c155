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
            Assert.Equal(
                [Kernel.DotPlain(a, 0, b, 2, n), Kernel.DotPlain(a, 7, b, 2, n), Kernel.DotPlain(a, 64, b, 2, n),
                    Kernel.DotPlain(a, 101, b, 2, n)], four);
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
    public void Row_products_equal_dot_products_to_the_bit()
    {
        int[] which = [4, 0, 9, 2, 11, 5, 5];
        for (int n = 1; n < 20; n++)
        {
            double[] a = Numbers(n, 12 * n);
            double[] x = Numbers(8, n + 3);
            double[] expected = [.. Enumerable.Range(0, 12).Select(r => Kernel.DotPlain(a, r * n, x, 0, n))];
            double[] y = new double[12];
            Kernel.RowProducts(a, n, 0, 0, 7, x, y);
            Kernel.RowProducts(a, n, 0, 7, 12, x, y);
            Assert.Equal(expected, y);
            Kernel.SomeRowProducts(a, n, which, which.Length, x, 3, y);
            Assert.Equal(which.Select(r => Kernel.DotPlain(a, r * n, x, 3, n)), y[..which.Length]);
            if (n is < 8 or > 15)
                continue;
            double[] plain = new double[12];
            Kernel.SomeRowProductsPlain(a, n, which, which.Length, x, 3, plain);
            Assert.Equal(y[..which.Length], plain[..which.Length]);
        }
    }

    [Fact]
    public void What_a_board_computes_for_the_horizon_of_the_paper_equals_dot_products_to_the_bit()
    {
        double[] ten = Numbers(9, 20 * 10);
        for (int i = 0; i < 10; i++)
            Array.Clear(ten, i * 10, i);
        double[] x = Numbers(10, 12);
        double[] y = new double[20];
        Kernel.TenColumns(ten, 10, 0, 3, x, y);
        Kernel.TenColumns(ten, 10, 3, 20, x, y);
        Assert.Equal(Enumerable.Range(0, 20).Select(r => Kernel.DotPlain(ten, r * 10, x, 0, 10)), y);

        double[] twelve = Numbers(11, 10 * 12);
        double[] b = Numbers(12, 10);
        double[] board = new double[10];
        double[] host = new double[10];
        Kernel.TwelveColumns(twelve, 10, x, b, board);
        Kernel.MatVecAdd(twelve, 10, 12, x, b, host);
        Assert.Equal(Enumerable.Range(0, 10).Select(r => Kernel.DotPlain(twelve, r * 12, x, 0, 12) + b[r]), board);
        Assert.Equal(board, host);
    }

    [Fact]
    public void Triangular_products_leave_out_zeros_and_no_bit()
    {
        for (int n = 1; n < 20; n++)
        {
            double[] u = Numbers(n, n * n);
            for (int i = 0; i < n; i++)
                Array.Clear(u, i * n, i);
            double[] x = Numbers(7, n);
            double[] y = new double[n];
            double[] transposed = new double[n];
            Kernel.RowProducts(u, n, n, 0, n, x, y);
            Kernel.NegatedUpperTransposed(u, n, x, transposed);
            Assert.Equal(Enumerable.Range(0, n).Select(r => Kernel.DotPlain(u, r * n, x, 0, n)), y);
            double[] columns = new double[n];
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i <= j; i++)
                    columns[j] -= u[(i * n) + j] * x[i];
            }

            Assert.Equal(columns, transposed);
            if (n < 8)
                continue;
            double[] eight = new double[n];
            double[] board = new double[n];
            Kernel.FirstRowsTransposed(u, n, x, board);
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < 8; i++)
                    eight[j] -= u[(i * n) + j] * x[i];
            }

            Assert.Equal(eight, board);
        }
    }

    [Fact]
    public void What_is_outside_is_found_wherever_it_is()
    {
        double[] low = new double[11];
        double[] high = [.. Enumerable.Repeat(1.0, 11)];
        double[] value = [.. Enumerable.Repeat(0.5, 11)];
        Assert.Equal(11, Kernel.FirstOutside(value, low, high, 11));
        for (int i = 0; i < 11; i++)
        {
            foreach (double outside in new[] { 3, -1.5 })
            {
                value[i] = outside;
                int first = Kernel.FirstOutside(value, low, high, 11);
                Assert.InRange(first, Math.Max(0, i - 3), i);
            }

            value[i] = 0.5;
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_is_found_wherever_it_is(double wrong)
    {
        double[] a = [double.MaxValue, double.MinValue, double.MaxValue, double.MaxValue, 0, 1, double.Epsilon];
        Assert.True(Kernel.IsFinite(a, a.Length));
        for (int i = 0; i < a.Length; i++)
        {
            double[] b = [.. a];
            b[i] = wrong;
            Assert.False(Kernel.IsFinite(b, b.Length));
            Assert.True(Kernel.IsFinite(b, i));
        }
    }
}
