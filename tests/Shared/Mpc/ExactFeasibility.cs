using System.Numerics;

namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>
/// Whether hard rows leave a point, without rounding: doubles are fractions, and Fourier-Motzkin elimination on whole numbers decides. For
/// up to about three variables and eight rows, entries from 1e-60 to 1e60.
/// </summary>
public static class ExactFeasibility
{
    // Every finite double of that range is a whole number of 2^-260.
    private const int Shift = 260;

    /// <param name="slack">Each bound b is moved out by slack (1 + |b|) first.</param>
    public static bool Holds(QpCase qp, double slack = 0)
    {
        var rows = new List<BigInteger[]>();
        for (int i = 0; i < qp.M; i++)
        {
            if (qp.Upper[i] < 1e30)
                rows.Add(Row(qp, i, 1, Whole(qp.Upper[i]) + Whole(slack * (1 + Math.Abs(qp.Upper[i])))));
            if (qp.Lower[i] > -1e30)
                rows.Add(Row(qp, i, -1, Whole(slack * (1 + Math.Abs(qp.Lower[i]))) - Whole(qp.Lower[i])));
        }

        for (int j = 0; j < qp.N; j++)
            rows = Without(rows, j);
        return rows.TrueForAll(row => row[^1] >= 0);
    }

    private static BigInteger[] Row(QpCase qp, int row, int sign, BigInteger bound)
        => [.. Enumerable.Range(0, qp.N).Select(j => sign * Whole(qp.A[row * qp.N + j])), bound];

    private static BigInteger Whole(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xFFFFFFFFFFFFF;
        if (value == 0)
            return 0;
        BigInteger whole = new BigInteger(mantissa | 0x10000000000000) << (exponent - 1075 + Shift);
        return value < 0 ? -whole : whole;
    }

    private static List<BigInteger[]> Without(List<BigInteger[]> rows, int j)
    {
        var kept = rows.FindAll(row => row[j].IsZero);
        foreach (BigInteger[] above in rows.FindAll(row => row[j] > 0))
        {
            foreach (BigInteger[] below in rows.FindAll(row => row[j] < 0))
                kept.Add(Reduced([.. above.Zip(below, (a, b) => a * -below[j] + b * above[j])]));
        }

        return kept;
    }

    private static BigInteger[] Reduced(BigInteger[] row)
    {
        BigInteger divisor = row.Aggregate(BigInteger.Zero, BigInteger.GreatestCommonDivisor);
        return divisor > 1 ? [.. row.Select(value => value / divisor)] : row;
    }
}
