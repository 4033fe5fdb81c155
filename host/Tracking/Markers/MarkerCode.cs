using System.Numerics;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Markers;

/// <summary>Reads the cells of a quadrangle, and finds the marker of one family that they are.</summary>
internal sealed class MarkerCode
{
    // Grey levels between black and white below which nothing is read.
    private const double LeastContrast = 20;

    // Of the black border's cells, so many may look white: a spot of glare.
    private const double WhiteInBorder = 0.1;

    // As AprilTag 3: what blur takes from a cell that its neighbours are not.
    private const double Sharpening = 0.25;

    private static readonly double[] Inside = [-0.22, 0, 0.22];

    private readonly ulong[] codes; // count x 4: as it lies when turned by 0, 1, 2, 3 quarters
    private readonly int bits;
    private readonly int mostWrong;

    /// <exception cref="Commands.MaeException">MAE630: no native library.</exception>
    public MarkerCode(MarkerFamily family)
    {
        Family = family;
        bits = family.Bits;
        mostWrong = family.MostWrongBits;
        codes = new ulong[4 * family.Count];
        var all = MarkerCells.All(family);
        for (var id = 0; id < family.Count; id++)
        {
            for (var turn = 0; turn < 4; turn++)
                codes[(4 * id) + turn] = Pack(all[id], turn);
        }
    }

    public MarkerFamily Family { get; }

    /// <param name="corners">Clockwise.</param>
    /// <returns>The marker with its corners as printed; null: none of this family.</returns>
    public SeenMarker? Read(GreyImage image, Point2[] corners)
    {
        var side = bits + 2;
        var cells = new double[side, side];
        if (!Sample(image, corners, cells))
            return null;
        double black = 0;
        var border = 0;
        for (var i = 0; i < side - 1; i++)
        {
            black += cells[0, i] + cells[i, side - 1] + cells[side - 1, side - 1 - i] + cells[side - 1 - i, 0];
            border += 4;
        }

        black /= border;
        var inner = new double[bits * bits];
        for (var i = 0; i < inner.Length; i++)
            inner[i] = Sharp(cells, (i / bits) + 1, (i % bits) + 1);
        var sorted = (double[])inner.Clone();
        Array.Sort(sorted);
        var white = sorted[^(inner.Length / 5 + 1)..].Average();
        if (!(white - black > LeastContrast))
            return null;
        var middle = (black + white) * 0.5;
        var wrong = 0;
        for (var i = 0; i < side - 1; i++)
            wrong += Count(cells[0, i], middle) + Count(cells[i, side - 1], middle) + Count(cells[side - 1, side - 1 - i], middle)
                + Count(cells[side - 1 - i, 0], middle);
        if (wrong > WhiteInBorder * border)
            return null;
        ulong word = 0;
        for (var i = 0; i < inner.Length; i++)
            word |= inner[i] > middle ? 1UL << i : 0;
        return Match(word) is { } match
            ? new SeenMarker(match.Id, [.. Enumerable.Range(0, 4).Select(i => corners[(i + match.Turn) % 4])]) : null;
    }

    private static int Count(double cell, double middle) => cell > middle ? 1 : 0;

    private (int Id, int Turn)? Match(ulong word)
    {
        var (best, least, twice) = (-1, mostWrong + 1, false);
        for (var i = 0; i < codes.Length; i++)
        {
            var wrong = BitOperations.PopCount(codes[i] ^ word);
            if (wrong > least || wrong > mostWrong)
                continue;
            twice = wrong == least;
            (best, least) = (i, wrong);
        }

        return best < 0 || twice ? null : (best / 4, best % 4);
    }

    // Means of a few places in the middle of each cell, through the projective map that the corners fix.
    private static bool Sample(GreyImage image, Point2[] corners, double[,] cells)
    {
        var side = cells.GetLength(0);
        // Unit square to quadrangle, Heckbert 1989.
        var (d1, d2, sum) = (corners[1] - corners[2], corners[3] - corners[2], corners[0] - corners[1] + corners[2] - corners[3]);
        var determinant = (d1.X * d2.Y) - (d2.X * d1.Y);
        if (Math.Abs(determinant) < 1e-6)
            return false;
        var g = ((sum.X * d2.Y) - (d2.X * sum.Y)) / determinant;
        var h = ((d1.X * sum.Y) - (sum.X * d1.Y)) / determinant;
        var (a, b) = (corners[1] - corners[0] + (corners[1] * g), corners[3] - corners[0] + (corners[3] * h));
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                double total = 0;
                foreach (var down in Inside)
                {
                    foreach (var across in Inside)
                    {
                        var (u, v) = ((column + 0.5 + across) / side, (row + 0.5 + down) / side);
                        var at = (corners[0] + (a * u) + (b * v)) * (1 / ((g * u) + (h * v) + 1));
                        total += image.At(at.X, at.Y);
                    }
                }

                cells[row, column] = total / (Inside.Length * Inside.Length);
            }
        }

        return double.IsFinite(cells[0, 0] + cells[0, side - 1] + cells[side - 1, 0] + cells[side - 1, side - 1]);
    }

    private static double Sharp(double[,] cells, int row, int column) =>
        cells[row, column] + (
            Sharpening * ((4 * cells[row, column]) - cells[row - 1, column] - cells[row + 1, column] - cells[row, column - 1] - cells[row,
            column + 1]));

    // What is read when the first corner is the marker's corner number "turn": row and column of the marker as seen from there.
    private ulong Pack(bool[,] marker, int turn)
    {
        ulong word = 0;
        for (var i = 0; i < bits * bits; i++)
        {
            var (row, column) = (i / bits, i % bits);
            for (var quarter = 0; quarter < turn; quarter++)
                (row, column) = (bits - 1 - column, row);
            word |= marker[row + 1, column + 1] ? 1UL << i : 0;
        }

        return word;
    }
}
