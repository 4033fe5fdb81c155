using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>Something that happens to a simulated rover on the first day: <c>rover-2@20</c>, or <c>rover-2@20-35</c> where it comes
/// back.</summary>
/// <param name="Leaves">A person takes it out; otherwise its power fails.</param>
public sealed record DeliveryEvent(string Rover, double AtS, double? UntilS, bool Leaves)
{
    /// <exception cref="MaeException">MAE544: it means nothing; MAE304: no such rover.</exception>
    public static DeliveryEvent Parse(string text, bool leaves, IReadOnlyList<string> rovers)
    {
        var parts = text.Split('@');
        var times = parts.Length == 2 ? parts[1].Split('-') : [];
        double Time(string part) =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 ? value : double.NaN;
        var (at, until) = times.Length switch { 1 =>
            (Time(times[0]), (double?)null), 2 when !leaves => (Time(times[0]), Time(times[1])), _ => (double.NaN, null) };
        var example = leaves ? "rover-1@15" : "rover-1@15 or rover-1@15-30";
        if (double.IsNaN(at) || (until is { } end && !(end > at)))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE544", $"\"{text}\" is no rover and time.", $"Write {example}, in seconds of the first day.");
        }

        if (!rovers.Contains(parts[0]))
            throw FleetOptions.NoRover(parts[0], "this run", rovers);
        return new DeliveryEvent(parts[0], at, until, leaves);
    }
}
