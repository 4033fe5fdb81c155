namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>Touches of discs, from where they were at the end of each period: in between each goes straight on.</summary>
internal static class DeliveryContacts
{
    private const double ApartM = 0.01;

    /// <param name="tracks">Positions rover by rover, period by period; NaN where nothing is known.</param>
    /// <param name="radiusM">Of each disc; 0: points, which touch nobody.</param>
    /// <returns>Pairs that began to touch.</returns>
    public static int Count(IReadOnlyList<(double X, double Y)[]> tracks, double radiusM)
    {
        var contacts = 0;
        for (var i = 0; radiusM > 0 && i < (tracks.Count == 0 ? 0 : tracks[0].Length); i++)
        {
            for (var k = 0; k < i; k++)
            {
                var touches = false;
                for (var at = 1; at < tracks.Count; at++)
                {
                    var freeM = Nearest(tracks[at - 1][i], tracks[at][i], tracks[at - 1][k], tracks[at][k]) - (2 * radiusM);
                    contacts += !touches && freeM < 0 ? 1 : 0;
                    touches = freeM < (touches ? ApartM : 0);
                }
            }
        }

        return contacts;
    }

    private static double Nearest((double X, double Y) a, (double X, double Y) toA, (double X, double Y) b, (double X, double Y) toB)
    {
        var (x, y) = (b.X - a.X, b.Y - a.Y);
        var (dx, dy) = (toB.X - toA.X - x, toB.Y - toA.Y - y);
        var square = (dx * dx) + (dy * dy);
        var share = square > 0 ? Math.Clamp(-((x * dx) + (y * dy)) / square, 0, 1) : 0;
        return double.Hypot(x + (share * dx), y + (share * dy));
    }
}
