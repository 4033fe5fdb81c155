using System.Globalization;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions;

/// <summary>Places and ways that rovers are sent to: free of what stands on the floor.</summary>
public static class FloorPlaces
{
    private const int Samples = 50;

    /// <exception cref="MaeException">MAE613: a rover cannot stand there.</exception>
    public static void Check(FloorEntry floor, IEnumerable<(string Name, double XM, double YM)> places)
    {
        ArgumentNullException.ThrowIfNull(floor);
        ArgumentNullException.ThrowIfNull(places);
        foreach (var (name, x, y) in places)
        {
            if (!floor.IsEmpty && floor.FreeM(x, y) < RoverOptions.UsualBodyRadiusM)
                throw Blocked($"{name} is where no rover can stand", floor, x, y);
        }
    }

    /// <summary>Of straight ways between places.</summary>
    /// <exception cref="MaeException">MAE613: a rover cannot drive there.</exception>
    public static void CheckWay(FloorEntry floor, string name, (double X, double Y) from, (double X, double Y) to)
    {
        ArgumentNullException.ThrowIfNull(floor);
        for (var k = 0; k <= Samples && !floor.IsEmpty; k++)
        {
            var (x, y) = (from.X + ((double)k / Samples * (to.X - from.X)), from.Y + ((double)k / Samples * (to.Y - from.Y)));
            if (floor.FreeM(x, y) < RoverOptions.UsualBodyRadiusM)
                throw Blocked($"The way {name} leads where no rover can drive", floor, x, y);
        }
    }

    private static MaeException Blocked(string what, FloorEntry floor, double x, double y) => new(
        ExitCode.Configuration, "MAE613",
        string.Create(
            CultureInfo.InvariantCulture, $"{what}: {floor.Nearest(x, y)} is {Math.Max(0, floor.FreeM(x, y)):0.##} m from ({x:0.##}, {y:0.##})."),
        "Move it, or what stands there.");
}
