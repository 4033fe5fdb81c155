using System.Globalization;
using MultiAgentEdge.Host.Tracking.Markers;

namespace MultiAgentEdge.Host.Tracking.Print;

/// <summary>
/// Pages to print: a marker each, in its true size, with its white margin, what it is for and which side is its right; and a chessboard for
/// the lens.
/// </summary>
public static class MarkerSheet
{
    public const double DefaultMm = 160;

    public const double A4WidthMm = 210;

    public const double A4HeightMm = 297;

    /// <summary>Squares of the chessboard across and down; 25 mm each.</summary>
    public static readonly (int Across, int Down) Board = (7, 10);

    public const double BoardSquareMm = 25;

    private const double TopMm = 12;

    /// <summary>Whether a marker with a margin of one cell around it fits on the paper, with room for words below.</summary>
    public static bool Fits(MarkerFamily family, double sizeMm, double widthMm, double heightMm) =>
        sizeMm + (2 * sizeMm / (family.Bits + 2)) <= widthMm - 2 && sizeMm + (2 * sizeMm / (family.Bits + 2)) + TopMm + 30 <= heightMm;

    /// <param name="sizeMm">Side of the black square.</param>
    /// <param name="use">What it is for: a place on the floor, a rover.</param>
    public static PdfPage Page(MarkerFamily family, int id, double sizeMm, string use, double widthMm = A4WidthMm,
        double heightMm = A4HeightMm)
    {
        var page = new PdfPage(widthMm, heightMm);
        var cells = MarkerCells.Of(family, id);
        var side = cells.GetLength(0);
        var cell = sizeMm / side;
        var (left, top) = ((widthMm - sizeMm) * 0.5, TopMm + cell);
        page.Frame(left - cell, top - cell, sizeMm + (2 * cell), sizeMm + (2 * cell));
        page.Fill(0, [(left, top, sizeMm, sizeMm)]);
        page.Fill(1, Whites(cells).Select(white => (left + (white.Column * cell), top + (white.Row * cell), cell, cell)));
        var below = top + sizeMm + cell + 10;
        page.Arrow(left, below, 40);
        page.Text(left + 44, below + 1.5, 4, "this way is the marker's right side: heading 0, forward on a rover");
        page.Text(left, below + 12, 6,
            string.Create(CultureInfo.InvariantCulture, $"{use}: marker {id} of {family.Name}, black square {sizeMm:0.##} mm"));
        page.Text(left, below + 19, 4,
            "Print at 100 %, measure the black square, glue it flat; the white up to the grey line belongs to it.");
        return page;
    }

    /// <summary>For <c>mae track calibrate</c>.</summary>
    public static PdfPage Chessboard()
    {
        var page = new PdfPage(A4WidthMm, A4HeightMm);
        var left = (A4WidthMm - (Board.Across * BoardSquareMm)) * 0.5;
        var squares = from row in Enumerable.Range(0, Board.Down)
                      from column in Enumerable.Range(0, Board.Across)
                      where (row + column) % 2 == 0
                      select (left + (column * BoardSquareMm), 15 + (row * BoardSquareMm), BoardSquareMm, BoardSquareMm);
        page.Fill(0, squares);
        page.Text(left, 15 + (Board.Down * BoardSquareMm) + 12, 4, string.Create(
            CultureInfo.InvariantCulture,
                $"{Board.Across} x {Board.Down} squares of {BoardSquareMm:0} mm: glue it on something stiff, take 15 photographs from all "
                + $"sides, then mae track calibrate"));
        return page;
    }

    private static IEnumerable<(int Row, int Column)> Whites(bool[,] cells)
    {
        for (var row = 0; row < cells.GetLength(0); row++)
        {
            for (var column = 0; column < cells.GetLength(1); column++)
            {
                if (cells[row, column])
                    yield return (row, column);
            }
        }
    }
}
