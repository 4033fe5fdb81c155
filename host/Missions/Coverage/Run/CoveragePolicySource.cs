using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Coverage.Training;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Finds the actor that a run is to use: the one named, or the newest trained one.</summary>
public static class CoveragePolicySource
{
    private const string ActorFile = "actor.set";
    private const string Train = "Train one: mae train coverage";

    /// <summary>The newest folder below <paramref name="runs"/> with an actor in it.</summary>
    /// <exception cref="MaeException">MAE540: there is none.</exception>
    public static string Newest(string runs)
    {
        var newest = Directory.Exists(runs)
            ? Directory.EnumerateDirectories(runs).Where(
                folder => File.Exists(Path.Combine(folder, ActorFile)) && File.Exists(Path.Combine(folder, "policy.json")))
                .OrderByDescending(folder => Path.GetFileName(folder), StringComparer.Ordinal).FirstOrDefault()
            : null;
        return newest
            ?? throw new MaeException(
                ExitCode.Configuration, "MAE540", $"There is no trained coverage actor under {runs}.",
                $"{Train}, or name its folder: --policy RUN");
    }

    /// <param name="path">A run folder, or a parameter set.</param>
    /// <returns>The actor, the periods of its episodes, and how far apart rovers and landmarks were at their start, m.</returns>
    /// <exception cref="MaeException">MAE521 to MAE524: the folder is none, or not whole; MAE541: the set is damaged or for something else;
    /// MAE542: not one actor for all rovers.</exception>
    public static (CoveragePolicy Policy, int EpisodePeriods, double SeparationM) Read(string path)
    {
        if (!File.Exists(path))
        {
            var folder = CoveragePolicyFolder.Read(path);
            if (folder.Policies.Count != 1 || !folder.Model.Shape.Sorted)
            {
                throw new MaeException(
                    ExitCode.Rejected, "MAE542",
                    $"{path} holds actors that know every agent by its number ({folder.Model.Algorithm}); rovers that join and leave run "
                    + $"one actor for all.", "Train with --algorithm maddpg-scope or mappo.");
            }

            return (folder.Policies[0], folder.Model.EpisodeSteps, folder.Model.InitialSeparationM);
        }

        try
        {
            return (CoverageParameterSet.Read(InputFile.Bytes(path, CoveragePolicyFolder.MaxSetBytes)).Policy, 25, 0);
        }
        catch (Exception error) when (error is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new MaeException(ExitCode.Rejected, "MAE541", $"{path} is {error.Message}.", Train, error);
        }
    }
}
