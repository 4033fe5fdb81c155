using System.Globalization;
using MultiAgentEdge.Formation;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>The path that a formation's middle follows.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Numbers">Kind and numbers of <see cref="PathCurve"/>, m.</param>
public sealed record FormationPath(string Name, double[] Numbers)
{
    /// <summary>Share of a rover's acceleration that bends may take: the rest is for keeping its place.</summary>
    private const double BendShare = 0.7;

    private const int Samples = 2000;

    public static IReadOnlyList<string> Names { get; } = ["point", "line", "circle", "eight", "waypoints", "loop"];

    /// <summary>Middle of a path that has a size, m; null: it is made of waypoints.</summary>
    public (double X, double Y)? CentreM => (PathKind)(int)Numbers[0] switch
    {
        PathKind.Point or PathKind.Circle or PathKind.Eight => (Numbers[1], Numbers[2]),
        PathKind.Line => ((Numbers[1] + Numbers[3]) / 2, (Numbers[2] + Numbers[4]) / 2),
        _ => null,
    };

    /// <summary>What <see cref="Of"/> made it with, m; null: it has none.</summary>
    public double? SizeM => (PathKind)(int)Numbers[0] switch
    {
        PathKind.Circle or PathKind.Eight => Numbers[3],
        PathKind.Line => (Numbers[3] - Numbers[1]) / 2,
        _ => null,
    };

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="sizeM">Half of its width: of an eight or a line, the radius of a circle.</param>
    /// <param name="waypointsM">x y x y ..., of the paths that are made of them; else not used.</param>
    /// <exception cref="MaeException">MAE623: no such path, or numbers that make none.</exception>
    public static FormationPath Of(
        string name, double sizeM, (double X, double Y) centre = default, IReadOnlyList<double>? waypointsM = null)
    {
        double[] own = name switch
        {
            "point" => [(int)PathKind.Point, centre.X, centre.Y],
            "line" => [(int)PathKind.Line, centre.X - sizeM, centre.Y, centre.X + sizeM, centre.Y],
            "circle" => [(int)PathKind.Circle, centre.X, centre.Y, sizeM],
            "eight" => [(int)PathKind.Eight, centre.X, centre.Y, sizeM, sizeM / 2],
            "waypoints" => [(int)PathKind.Waypoints, .. waypointsM ?? []],
            "loop" => [(int)PathKind.Loop, .. waypointsM ?? []],
            _ => throw new MaeException(
                ExitCode.Configuration, "MAE623", $"There is no path \"{NameText.Short(name)}\".",
                Suggestion.For(name, Names) is { } near ? $"Did you mean \"{near}\"?" : $"Take one of {string.Join(", ", Names)}."),
        };
        var path = new FormationPath(name, own);
        if (!new PathCurve().TrySet(own))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE623", $"These numbers make no {name}.",
                $"Waypoints are 3 to {PathCurve.PointCapacity} points x, y within 1000 m; sizes are above zero.");
        }

        return path;
    }

    public PathCurve Curve()
    {
        var curve = new PathCurve();
        return curve.TrySet(Numbers) ? curve : throw new InvalidOperationException($"{Name} is no path.");
    }

    /// <summary>Radius of its tightest bend, m; infinite where it has none.</summary>
    public double TightestM()
    {
        var curve = Curve();
        var step = curve.Span / Samples;
        var tightest = double.PositiveInfinity;
        for (var k = 0; k < Samples && curve.Kind is not (PathKind.Point or PathKind.Line); k++)
        {
            curve.Evaluate(k * step);
            var (x, y) = (curve.SlopeX, curve.SlopeY);
            curve.Evaluate((k + 1) * step);
            var (dx, dy) = ((curve.SlopeX - x) / step, (curve.SlopeY - y) / step);
            var (mx, my) = ((curve.SlopeX + x) / 2, (curve.SlopeY + y) / 2);
            var length = Math.Sqrt((mx * mx) + (my * my));
            var turn = Math.Abs((mx * dy) - (my * dx));
            tightest = turn <= 0 ? tightest : Math.Min(tightest, length * length * length / turn);
        }

        return tightest;
    }

    /// <summary>Checks that rovers can drive it.</summary>
    /// <param name="lookAheadM">Of the point that follows it: the axle cuts a tighter bend's corner and turns on the spot.</param>
    /// <param name="accelerationMS2">A rover's, in each axis.</param>
    /// <exception cref="MaeException">MAE622: a bend is too tight for rovers, at any speed or at this one.</exception>
    public void Check(double speedMS, double lookAheadM, double accelerationMS2)
    {
        var tightest = TightestM();
        if (tightest < 1.5 * lookAheadM)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE622",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tightest bend of the path has a radius of {tightest:0.###} m; a rover cannot follow one below "
                    + $"{1.5 * lookAheadM:0.###} m."),
                "Make the path larger, or put its waypoints further apart.");
        }

        var most = Math.Sqrt(BendShare * accelerationMS2 * tightest);
        if (speedMS > most)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE622",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"At {speedMS} m/s the path's tightest bend, of radius {tightest:0.###} m, takes more acceleration than a rover has."),
                string.Create(
                    CultureInfo.InvariantCulture, $"Drive at {Math.Floor(most * 100) / 100} m/s or slower, or make the path larger."));
        }
    }

    /// <summary>The phase of the point of the path that is nearest to a place.</summary>
    public double NearestPhase(double x, double y)
    {
        var curve = Curve();
        var (best, phase) = (double.PositiveInfinity, 0.0);
        for (var k = 0; k <= Samples; k++)
        {
            curve.Evaluate(k * curve.Span / Samples);
            var square = ((curve.X - x) * (curve.X - x)) + ((curve.Y - y) * (curve.Y - y));
            if (square < best)
                (best, phase) = (square, k * curve.Span / Samples);
        }

        return phase;
    }
}
