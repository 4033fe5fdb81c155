using System.Globalization;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Firmware;

namespace MultiAgentEdge.Host.Cli.Status;

/// <summary>What is known of a rover, in words: no markup, numbers with names and units.</summary>
public static class StatusText
{
    public static string Mode(RoverView view) => view.IsThere ? view.Presence!.ModeName : view.IsLost ? "lost" : "unknown";

    /// <summary>"position 0.512 m, speed 0.020 m/s".</summary>
    public static string State(RoverView view) => string.Join(", ", view.Signals.Zip(view.State, (signal, value) =>
        $"{signal.Name} {Number(value, "0.000")}{(signal.Unit.Length > 0 ? " " : "")}{signal.Unit}"));

    /// <summary>"0.2 s ago"; of a lost rover, whose values are older, "12 min ago"; empty where nobody knows.</summary>
    public static string Age(RoverView view) => view.ValuesAgeS switch
    {
        null => "",
        < 60 and var s => $"{Number(s, "0.0")} s ago",
        < 3600 and var s => $"{Number(s / 60, "0")} min ago",
        < 48 * 3600 and var s => $"{Number(s / 3600, "0.0")} h ago",
        var s => $"{Number(s.Value / 86400, "0")} days ago",
    };

    public static string Set(RoverView view) => view.ParameterVersion is { } version ? version == 0 ? "none" : $"v{version}" : "";

    /// <summary>0 is what a rover says that has nothing to measure with.</summary>
    public static string Battery(RoverView view) => view.BatteryV is { } batteryV and not 0 ? Number(batteryV, "0.00") : "";

    public static string Signal(RoverView view) => view.Presence?.SignalDbm is { } dbm ? Number(dbm, "0") : "";

    /// <summary>Version of its program; what it is taking, or what failed on it.</summary>
    public static string Firmware(RoverView view) => (view.Presence?.Firmware ?? "") + view.Presence?.Program switch
    {
        null => "",
        { IsOnTrial: true } => " (on trial)",
        { IsInLoader: true } program => $" ({program.Status})",
        { CondemnedVersion: > 0 and var failed } program => $" ({FirmwareVersion.Text(failed)} {Word(program)})",
        _ => "",
    };

    private static string Word(ReportedProgram program) =>
        program.Reason?.StartsWith("rolled back", StringComparison.Ordinal) == true ? "rolled back" : "failed";

    public static string Faults(RoverView view) => string.Join(' ', RoverJson.Faults(view.Faults ?? 0));

    /// <summary>One line for a log.</summary>
    public static string Line(RoverView view)
    {
        string[] parts =
        [
            view.Name, Mode(view), Set(view) is { Length: > 0 } set ? $"set {set}" : "", Firmware(view), Faults(view),
            Battery(view) is { Length: > 0 } battery ? $"{battery} V" : "",
            Signal(view) is { Length: > 0 } signal ? $"{signal} dBm" : "",
            State(view),
            view.IsLost ? Age(view) is { Length: > 0 } age ? $"(said {age})" : "(nobody was there who would know what it said)" : "",
        ];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
