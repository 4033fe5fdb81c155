namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>Random problems whose rows mislead: nearly parallel, repeated, zero, badly scaled, meeting in one point,
/// contradicting.</summary>
public static class QpTraps
{
    /// <summary>
    /// Two or three variables and up to six rows; nothing is known of it beforehand. The rows are formed without rounding, which alone
    /// would keep repeated ones from being parallel.
    /// </summary>
    public static QpCase Small(int seed)
    {
        var random = new Random(seed);
        int n = 2 + random.Next(2);
        var qp = new QpCase(n, 2 + random.Next(5));
        for (int i = 0; i < n; i++)
        {
            qp.H[i * (n + 1)] = Math.Pow(10, random.Next(-2, 3));
            qp.F[i] = random.Next(-3, 4);
        }

        for (int i = 0; i < qp.M; i++)
        {
            int like = i == 0 ? 0 : random.Next(5);
            int other = i == 0 ? 0 : random.Next(i);
            double angle = Math.Pow(2, -random.Next(7, 37));
            double factor = Math.Pow(2, random.Next(-1, 3)) * (random.Next(2) == 0 ? 1 : -1);
            for (int j = 0; j < n; j++)
            {
                double repeated = factor * qp.A[other * n + j];
                qp.A[i * n + j] = like switch
                {
                    1 => repeated,
                    2 => repeated + angle * random.Next(-1, 2),
                    3 when random.Next(2) == 0 => 0,
                    _ => random.Next(-2, 3),
                };
            }

            double bound = random.Next(-2, 3) + (random.Next(4) == 0 ? Math.Pow(10, -random.Next(3, 7)) : 0);
            int kind = random.Next(4);
            qp.Lower[i] = kind == 1 ? -1e30 : bound - (kind == 0 ? 0 : random.Next(3));
            qp.Upper[i] = kind == 2 ? 1e30 : bound;
        }

        return qp;
    }

    /// <summary>How much further than 1 from the origin a point is: the primal residual is measured in it.</summary>
    public static double Reach(double[] x) => 1 + x.Sum(Math.Abs);

    /// <summary>Up to ten variables; the verdict is known by construction. Bounded below, as multipliers are drawn first.</summary>
    public static QpCase Large(int seed, out bool feasible)
    {
        var random = new Random(seed);
        int n = 2 + random.Next(9);
        int drawn = 2 + random.Next(3 * n);
        bool contradicted = random.Next(3) == 0;
        QpCase qp = QpCase.Random(seed, n, drawn + (contradicted ? 1 : 0), random.Next(n + 3));
        double[] point = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(-2, 3))];
        for (int i = 0; i < drawn; i++)
        {
            Mislead(qp, i, random);
            double value = qp.Value(i, point);
            double size = Enumerable.Range(0, n).Sum(j => Math.Abs(qp.A[i * n + j]));
            int kind = random.Next(5);
            qp.Lower[i] = kind == 0 ? -1e30 : value - (kind is 1 or 2 ? 0 : size * random.NextDouble());
            qp.Upper[i] = kind == 1 ? 1e30 : value + (kind is 0 or 2 ? 0 : size * random.NextDouble());
            if (size == 0)
                qp.Upper[i] = -2.8e-17 * random.Next(2);
            if (size == 0)
                qp.Lower[i] = -1e30;
        }

        if (contradicted)
            Contradict(qp, drawn, random);
        feasible = !contradicted;
        Force(qp, point, random);
        return qp;
    }

    /// <summary>Seven rows with small whole numbers through one point of three variables.</summary>
    public static QpCase Vertex(int seed)
    {
        var random = new Random(seed);
        QpCase qp = QpCase.Random(seed, 3, 7, 5);
        double[] point = [.. Enumerable.Range(0, 3).Select(_ => (double)random.Next(-2, 3))];
        for (int i = 0; i < qp.M; i++)
        {
            for (int j = 0; j < 3; j++)
                qp.A[i * 3 + j] = random.Next(-1, 2);
            double value = qp.Value(i, point);
            (qp.Lower[i], qp.Upper[i]) = (random.Next(3) == 0 ? value : -1e30, value);
        }

        return qp;
    }

    /// <summary>
    /// As many equalities as variables, or fewer, many of them nearly parallel to the one before: they meet in one point, far out. The
    /// bounds are drawn at random.
    /// </summary>
    public static QpCase Chain(int seed)
    {
        var random = new Random(seed);
        int n = 2 + random.Next(9);
        int m = 2 + random.Next(n - 1);
        QpCase qp = QpCase.Random(seed, n, m, random.Next(2) == 0 ? n + 2 : random.Next(n));
        for (int i = 0; i < m; i++)
        {
            double angle = Math.Pow(10, -3 - 9 * random.NextDouble());
            for (int j = 0; j < n && i > 0 && (i + seed) % 2 == 0; j++)
                qp.A[i * n + j] = qp.A[(i - 1) * n + j] + angle * qp.A[i * n + j];
            qp.Lower[i] = qp.Upper[i] = 4 * random.NextDouble() - 2;
        }

        double[] point = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        Force(qp, point, random);
        return qp;
    }

    private static void Mislead(QpCase qp, int row, Random random)
    {
        int n = qp.N;
        int other = row == 0 ? 0 : random.Next(row);
        int kind = random.Next(6);
        double factor = kind == 1 ? Math.Round(8 * random.NextDouble()) - 4.5 : Math.Pow(10, 12 * random.NextDouble() - 6);
        double angle = Math.Pow(10, -3 - 4 * random.NextDouble());
        for (int j = 0; j < n; j++)
        {
            double own = qp.A[row * n + j];
            double repeated = row == 0 ? own : factor * qp.A[other * n + j];
            qp.A[row * n + j] = kind switch { 0 => 0, 1 => repeated, 2 => qp.A[other * n + j] + angle * own, 3 => factor * own, _ => own };
        }
    }

    // The last row is minus a positive sum of others, its bound beyond theirs.
    private static void Contradict(QpCase qp, int last, Random random)
    {
        int n = qp.N;
        double bound = 0, size = 0;
        Array.Clear(qp.A, last * n, n);
        for (int k = 0; k < 1 + random.Next(n); k++)
        {
            int i = random.Next(last);
            double share = (0.1 + random.NextDouble()) / (1e-9 + Enumerable.Range(0, n).Max(j => Math.Abs(qp.A[i * n + j])));
            if (qp.Upper[i] >= 1e30)
                qp.Upper[i] = qp.Lower[i] + 1;
            for (int j = 0; j < n; j++)
                qp.A[last * n + j] -= share * qp.A[i * n + j];
            bound -= share * qp.Upper[i];
            size += share * (1 + Math.Abs(qp.Upper[i]));
        }

        (qp.Lower[last], qp.Upper[last]) = (-1e30, bound - Math.Pow(10, -5 * random.NextDouble()) * (1 + size));
    }

    private static void Force(QpCase qp, double[] point, Random random)
    {
        int n = qp.N;
        for (int i = 0; i < n; i++)
            qp.F[i] = -Enumerable.Range(0, n).Sum(j => qp.H[i * n + j] * point[j]);
        for (int i = 0; i < qp.M; i++)
        {
            double size = Enumerable.Range(0, n).Max(j => Math.Abs(qp.A[i * n + j]));
            double push = size == 0 || random.Next(2) == 0 ? 0 : random.NextDouble() / size * (qp.Upper[i] < 1e30 ? 1 : -1);
            for (int j = 0; j < n; j++)
                qp.F[j] -= push * qp.A[i * n + j];
        }
    }
}
