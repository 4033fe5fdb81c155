using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Shared.Linalg;

public class PackedLdlTests
{
    private const int Size = 8;

    /// <summary>A A' + I of a seeded A.</summary>
    private static double[,] Matrix()
    {
        var random = new Random(11);
        double[] a = [.. Enumerable.Range(0, Size * Size).Select(_ => random.NextDouble() - 0.5)];
        double[,] matrix = new double[Size, Size];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
                matrix[i, j] = Enumerable.Range(0, Size).Sum(k => a[i * Size + k] * a[j * Size + k]) + (i == j ? 1 : 0);
        }

        return matrix;
    }

    private static bool Append(PackedLdl ldl, double[,] matrix, List<int> rows, int row)
    {
        double[] column = new double[Size];
        for (int k = 0; k < rows.Count; k++)
            column[k] = matrix[row, rows[k]];
        if (!ldl.TryAppend(column, matrix[row, row], 1e-12))
            return false;
        rows.Add(row);
        return true;
    }

    [Fact]
    public void Solves_what_remains_after_any_order_of_appends_and_removals()
    {
        double[,] matrix = Matrix();
        var random = new Random(12);
        var ldl = new PackedLdl(Size);
        var rows = new List<int>();
        for (int step = 0; step < 500; step++)
        {
            int row = random.Next(Size);
            if (!rows.Contains(row))
            {
                Assert.True(Append(ldl, matrix, rows, row));
            }
            else
            {
                ldl.Remove(rows.IndexOf(row));
                rows.Remove(row);
            }

            double[] b = [.. Enumerable.Range(0, Size).Select(_ => random.NextDouble())];
            double[] x = [.. b];
            ldl.Solve(x);
            Assert.Equal(rows.Count, ldl.Count);
            for (int i = 0; i < rows.Count; i++)
                Assert.Equal(b[i], Enumerable.Range(0, rows.Count).Sum(j => matrix[rows[i], rows[j]] * x[j]), 1e-10);
        }
    }

    [Fact]
    public void A_dependent_row_is_refused_and_explained()
    {
        double[,] matrix = new double[,] { { 1, 0, 1 }, { 0, 4, 2 }, { 1, 2, 2 } };
        var ldl = new PackedLdl(3);
        var rows = new List<int>();
        Assert.True(Append(ldl, matrix, rows, 0));
        Assert.True(Append(ldl, matrix, rows, 1));
        Assert.False(Append(ldl, matrix, rows, 2));
        double[] alpha = new double[2];
        ldl.Dependency(alpha);
        Assert.Equal([1, 0.5], alpha);
    }
}
