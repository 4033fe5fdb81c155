using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Which number the next parameter sets of a fleet get. Only its own rovers count, and of their words only what they drive with
/// or are about to.</summary>
public static class FleetVersions
{
    /// <summary>No push begins above this: a mission that pushes while it drives counts on from there, and never to the end of 32
    /// bits.</summary>
    public const uint Last = uint.MaxValue - 1_000_000;

    /// <summary>Above every version that these rovers have.</summary>
    /// <exception cref="MaeException">MAE306: one has a version so high that the numbers end; nothing was sent.</exception>
    public static uint Next(FleetSession session, IEnumerable<string> rovers)
    {
        var highest = Present(session, rovers)
            .Select(rover => (rover.Name, Version: Highest(rover)))
            .DefaultIfEmpty((Name: "", Version: 0u)).MaxBy(rover => rover.Version);
        return highest.Version < Last
            ? highest.Version + 1
            : throw new MaeException(
                ExitCode.Rejected,
                "MAE306",
                $"{highest.Name} reports parameters version {highest.Version}, and no push goes above {Last}: numbers would end and "
                + $"begin again.",
                "Find out who pushed that, then give the fleet low numbers again: mae push --restart-versions.");
    }

    /// <summary>The number for a push that brings rovers back from beyond the end: above all that are below it.</summary>
    public static uint Restart(FleetSession session, IEnumerable<string> rovers) =>
        1 + Present(session, rovers).Select(Highest).Where(version => version < Last).DefaultIfEmpty(0u).Max();

    private static IEnumerable<RoverPresence> Present(FleetSession session, IEnumerable<string> rovers) =>
        rovers.Select(name => session.Roster.GetValueOrDefault(name)).OfType<RoverPresence>();

    private static uint Highest(RoverPresence rover)
    {
        var active = Math.Max(rover.ParameterVersion, rover.Reported?.ActiveVersion ?? 0);
        // What it refused says nothing, and what is only on its way gives way to the next: a number beyond the end is not to be believed
        // for it.
        return rover.Reported is { Status: "staged" or "receiving", Version: < Last } coming ? Math.Max(active, coming.Version) : active;
    }
}
