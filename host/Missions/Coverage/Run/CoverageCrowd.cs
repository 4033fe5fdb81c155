using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Whether a team finds room where its policy wants everybody at some distance from everybody at the start.</summary>
internal static class CoverageCrowd
{
    /// <param name="separationM">0: anywhere.</param>
    /// <exception cref="MaeException">MAE533: so many hardly ever fall so far apart into the arena.</exception>
    public static void Refuse(int count, double separationM)
    {
        if (separationM > 0 && count > CoverageTask.MostAgents)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE533",
                FormattableString.Invariant($"Everybody starts {separationM} m apart here: {count} hardly ever fit into the arena."),
                $"Give --agents 2 to {CoverageTask.MostAgents}.");
        }
    }
}
