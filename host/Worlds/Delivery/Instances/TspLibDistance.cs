namespace MultiAgentEdge.Host.Worlds;

/// <summary>The distance functions of TSPLIB 95, section 2 (Reinelt), with its rounding and its own pi.</summary>
internal static class TspLibDistance
{
    public static readonly IReadOnlyDictionary<string, Func<double, double, double, double, double>> Functions =
        new Dictionary<string, Func<double, double, double, double, double>>(StringComparer.Ordinal)
        {
            ["EUC_2D"] = (x1, y1, x2, y2) => Nearest(Euclid(x1, y1, x2, y2)),
            ["CEIL_2D"] = (x1, y1, x2, y2) => Math.Ceiling(Euclid(x1, y1, x2, y2)),
            ["MAN_2D"] = (x1, y1, x2, y2) => Nearest(Math.Abs(x1 - x2) + Math.Abs(y1 - y2)),
            ["MAX_2D"] = (x1, y1, x2, y2) => Math.Max(Nearest(Math.Abs(x1 - x2)), Nearest(Math.Abs(y1 - y2))),
            ["ATT"] = Att,
            ["GEO"] = Geo,
        };

    private static double Euclid(double x1, double y1, double x2, double y2) => Math.Sqrt(((x1 - x2) * (x1 - x2)) + ((y1 - y2) * (y1 - y2)));

    private static double Nearest(double value) => Math.Floor(value + 0.5);

    private static double Att(double x1, double y1, double x2, double y2)
    {
        var real = Math.Sqrt((((x1 - x2) * (x1 - x2)) + ((y1 - y2) * (y1 - y2))) / 10);
        var rounded = Nearest(real);
        return rounded < real ? rounded + 1 : rounded;
    }

    private static double Geo(double x1, double y1, double x2, double y2)
    {
        const double RadiusKm = 6378.388;
        var (latitude1, longitude1, latitude2, longitude2) = (Radians(x1), Radians(y1), Radians(x2), Radians(y2));
        var q1 = Math.Cos(longitude1 - longitude2);
        var q2 = Math.Cos(latitude1 - latitude2);
        var q3 = Math.Cos(latitude1 + latitude2);
        return (int)((RadiusKm * Math.Acos(0.5 * (((1 + q1) * q2) - ((1 - q1) * q3)))) + 1);
    }

    /// <summary>DDD.MM: degrees and minutes, cut as the published distances are.</summary>
    private static double Radians(double degreesMinutes)
    {
        const double Pi = 3.141592;
        var degrees = (int)degreesMinutes;
        return Pi * (degrees + (5.0 * (degreesMinutes - degrees) / 3)) / 180;
    }
}
