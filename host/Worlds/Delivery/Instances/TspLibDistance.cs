namespace MultiAgentEdge.Host.Worlds;

/// <summary>The distance functions of TSPLIB 95, section 2 (Reinelt), with its rounding and its own pi.</summary>
internal static class TspLibDistance
{
    /// <summary>Of two points with as many coordinates as the name says.</summary>
    public static readonly IReadOnlyDictionary<string, Func<double[], double[], double>> Functions =
        new Dictionary<string, Func<double[], double[], double>>(StringComparer.Ordinal)
        {
            ["EUC_2D"] = (a, b) => Nearest(Euclid(a, b)),
            ["EUC_3D"] = (a, b) => Nearest(Euclid(a, b)),
            ["CEIL_2D"] = (a, b) => Math.Ceiling(Euclid(a, b)),
            ["MAN_2D"] = Manhattan,
            ["MAN_3D"] = Manhattan,
            ["MAX_2D"] = Largest,
            ["MAX_3D"] = Largest,
            ["ATT"] = Att,
            ["GEO"] = Geo,
        };

    private static double Euclid(double[] a, double[] b) => Math.Sqrt(Squares(a, b));

    private static double Squares(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static double Manhattan(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Abs(a[i] - b[i]);
        return Nearest(sum);
    }

    private static double Largest(double[] a, double[] b)
    {
        var most = 0.0;
        for (var i = 0; i < a.Length; i++)
            most = Math.Max(most, Nearest(Math.Abs(a[i] - b[i])));
        return most;
    }

    private static double Nearest(double value) => Math.Floor(value + 0.5);

    private static double Att(double[] a, double[] b)
    {
        var real = Math.Sqrt(Squares(a, b) / 10);
        var rounded = Nearest(real);
        return rounded < real ? rounded + 1 : rounded;
    }

    private static double Geo(double[] a, double[] b)
    {
        const double RadiusKm = 6378.388;
        var (latitude1, longitude1, latitude2, longitude2) = (Radians(a[0]), Radians(a[1]), Radians(b[0]), Radians(b[1]));
        var q1 = Math.Cos(longitude1 - longitude2);
        var q2 = Math.Cos(latitude1 - latitude2);
        var q3 = Math.Cos(latitude1 + latitude2);
        // Of one place twice, rounding may make it a little more than 1.
        return (int)((RadiusKm * Math.Acos(Math.Clamp(0.5 * (((1 + q1) * q2) - ((1 - q1) * q3)), -1, 1))) + 1);
    }

    /// <summary>DDD.MM: degrees and minutes, cut as the published distances are.</summary>
    private static double Radians(double degreesMinutes)
    {
        const double Pi = 3.141592;
        var degrees = (int)degreesMinutes;
        return Pi * (degrees + (5.0 * (degreesMinutes - degrees) / 3)) / 180;
    }
}
