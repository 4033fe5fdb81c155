using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Safety;
using Spectre.Console;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What every mission asks of rovers that are out there before it begins.</summary>
public static class LiveFleet
{
    /// <summary>For whoever does not know what a rover waits for.</summary>
    public const string Next = "See what the rovers say: mae status.";

    /// <summary>How long gathered rovers have for a word that is not retained.</summary>
    private static readonly TimeSpan LiveWordLimit = TimeSpan.FromSeconds(1.5);

    /// <summary>Names that two rovers use at once, in the order of the list.</summary>
    public static IReadOnlyList<string> Doubles(FleetSession session, IEnumerable<string> names) =>
        [.. names.Where(name => session.Roster.GetValueOrDefault(name)?.IsDouble == true)];

    public static string DoubleText(IReadOnlyList<string> doubles) =>
        $"Two rovers use one name and throw each other off the broker: {string.Join(", ", doubles)}.";

    /// <summary>How a run ends in which these names were used twice: said, and partly succeeded.</summary>
    /// <param name="code">How it would end otherwise.</param>
    /// <returns>The exit code.</returns>
    public static int CloseWith(VerbContext context, IReadOnlyList<string> doubles, int code = ExitCode.Ok)
    {
        if (doubles.Count == 0)
            return code;
        context.Console.WriteLine("MAE507 " + DoubleText(doubles));
        return code == ExitCode.Ok ? ExitCode.Partial : code;
    }

    /// <summary>Whether it says how it is, and not that it is lost.</summary>
    public static bool HasMode(FleetSession session, string name) =>
        session.Roster.GetValueOrDefault(name)?.Mode is not null and not RoverMode.Lost;

    public static bool IsThere(FleetSession session, string name) =>
        HasMode(session, name) && session.Roster[name] is { Info: not null, Reported: not null };

    /// <summary>Those that are there, in the order of their names here: all of them, if they are quick; otherwise as many as were asked
    /// for.</summary>
    /// <exception cref="MaeException">MAE503 too few came in time, MAE507 two have one name, MAE502 one is in emergency stop.</exception>
    public static List<string> Gather(FleetLink link, string[] names, int wanted, TimeSpan timeout, CancellationToken cancel)
    {
        var session = link.Session;
        List<string> There() => [.. names.Where(name => IsThere(session, name))];
        link.Listen(() => There().Count == names.Length, TimeSpan.FromSeconds(1.5), cancel);
        if (!link.Listen(() => There().Count >= wanted, timeout, cancel))
        {
            var missing = string.Join(", ", names.Where(name => !IsThere(session, name)));
            var others = There().Count == 0 ? " " + BrokerCensus.Text(link.Census(), session.Protocol) : "";
            throw new MaeException(
                ExitCode.Timeout, "MAE503",
                $"Only {There().Count} of {wanted} rovers are on the broker after {timeout.TotalSeconds:0} s; missing: {missing}.{others}",
                $"Switch them on, or begin with fewer: --agents. {Next}");
        }

        // What is retained may be old: their own words of now also tell whether two use one name.
        link.Listen(() => There().All(name => session.Roster[name].IsSettled), LiveWordLimit, cancel);
        if (Doubles(session, names) is { Count: > 0 } doubles)
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE507", DoubleText(doubles),
                "Give one of them another name (mae provision --name), or end the mae sim that runs twice; then wait a minute.");
        }

        var stopped = There().Where(name => session.Roster[name].Mode == RoverMode.EmergencyStop).ToList();
        return stopped.Count == 0
            ? There()
            : throw new MaeException(
                ExitCode.Rejected, "MAE502", $"In emergency stop: {string.Join(", ", stopped)}.",
                "Look why, then release them: mae estop --reset.");
    }

    /// <summary>MAE503: they did not get as far as driving.</summary>
    public static MaeException NotReady(IMissionCoordinator mission, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(mission);
        return new MaeException(ExitCode.Timeout, "MAE503", $"Still waiting for {mission.Waiting} after {timeout.TotalSeconds:0} s.", Next);
    }

    /// <summary>Polls a mission until it drives.</summary>
    /// <param name="needs">As in <see cref="RefusedSets.Check"/>.</param>
    /// <exception cref="MaeException">MAE543 a rover refused its set, MAE503 not all were ready in time.</exception>
    public static void Start(FleetLink link, IMissionCoordinator mission, string needs, TimeSpan timeout, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(mission);
        if (!link.Listen(() => mission.Phase == MissionPhase.Running || mission.Refusals.Any(), timeout, cancel, mission.Poll))
            throw NotReady(mission, timeout);
        RefusedSets.Check(mission.Refusals, needs);
    }
}
