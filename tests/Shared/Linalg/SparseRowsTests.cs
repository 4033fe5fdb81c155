using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Shared.Linalg;

/// <summary>Products with the numbers that are not zero, compared with those of whole rows.</summary>
public class SparseRowsTests
{
    [Fact]
    public void Negative_zeros_are_zeros()
    {
        double[] row = [0, -0.0, 3, -0.0, -0.0, 0, 0, 0, 0, double.Epsilon];
        Assert.Equal(2, SparseRows.Next(row, 0, 10));
        Assert.Equal(2, SparseRows.Next(row, 2, 10));
        Assert.Equal(9, SparseRows.Next(row, 3, 10));
        Assert.Equal(9, SparseRows.Next(row, 3, 9));
        Assert.Equal(10, SparseRows.Next(row, 10, 10));
        var sparse = new SparseRows(1);
        sparse.Take(row, 1, 10);
        Assert.True(sparse.Worthwhile);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.1, true)]
    [InlineData(0.5, false)]
    public void Products_are_those_of_whole_rows_where_few_numbers_are_not_zero(double share, bool worthwhile)
    {
        const int Rows = 23, Columns = 31;
        var random = new Random(4);
        double[] matrix = [.. Enumerable.Range(0, Rows * Columns).Select(_ => random.NextDouble() < share ? random.NextDouble() - 0.5 : 0)];
        double[] x = [.. Enumerable.Range(0, Columns + 2).Select(_ => random.NextDouble() - 0.5)];
        var sparse = new SparseRows(Rows);
        sparse.Take(new double[Rows * Columns], Rows, Columns);
        sparse.Take(matrix, Rows, Columns);
        Assert.Equal(worthwhile, sparse.Worthwhile);
        if (!worthwhile)
            return;
        double[] y = new double[Rows];
        sparse.Multiply(x, y);
        double[] sum = new double[Columns], sizes = new double[Columns];
        for (int i = 0; i < Rows; i++)
        {
            double Term(int j, int from) => matrix[(i * Columns) + j] * x[from + j];
            Assert.Equal(Enumerable.Range(0, Columns).Sum(j => Term(j, 0)), y[i], 1e-14);
            Assert.Equal(Enumerable.Range(0, Columns).Sum(j => Term(j, 2)), sparse.Dot(i, x, 2), 1e-14);
            Assert.Equal(Enumerable.Range(0, Columns).Sum(j => Math.Abs(Term(j, 0))), sparse.TermSize(i, x), 1e-14);
            sparse.AddRow(-2, i, sum);
            sparse.AddSizes(-2, i, sizes);
        }

        for (int j = 0; j < Columns; j++)
        {
            Assert.Equal(-2 * Enumerable.Range(0, Rows).Sum(i => matrix[(i * Columns) + j]), sum[j], 1e-14);
            Assert.Equal(2 * Enumerable.Range(0, Rows).Sum(i => Math.Abs(matrix[(i * Columns) + j])), sizes[j], 1e-14);
        }
    }
}
