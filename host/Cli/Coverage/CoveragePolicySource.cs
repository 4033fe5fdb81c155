using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Cli.Coverage;

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
            ? Directory.EnumerateDirectories(runs).Where(folder => File.Exists(Path.Combine(folder, ActorFile)) && File.Exists(Path.Combine(folder, "policy.json")))
                .OrderByDescending(folder => Path.GetFileName(folder), StringComparer.Ordinal).FirstOrDefault()
            : null;
        return newest ?? throw new MaeException(ExitCode.Configuration, "MAE540", $"There is no trained coverage actor under {runs}.", $"{Train}, or name its folder: --policy RUN");
    }

    /// <param name="path">A run folder, or a parameter set.</param>
    /// <exception cref="MaeException">MAE541: nothing there, or damaged; MAE542: not one actor for all rovers.</exception>
    public static CoveragePolicy Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, ActorFile) : path;
        if (!File.Exists(file))
        {
            if (File.Exists(Path.Combine(path, "actor-1.set")))
                throw new MaeException(ExitCode.Rejected, "MAE542", $"{path} holds an actor for each agent, in a fixed order; rovers that join and leave run one actor for all.", "Train with --algorithm maddpg-scope or mappo.");
            throw new MaeException(ExitCode.Configuration, "MAE541", $"{path} holds no {ActorFile}: its training has not ended, or it is no training of coverage.", Train);
        }

        try
        {
            return CoverageParameterSet.Read(File.ReadAllBytes(file)).Policy;
        }
        catch (ArgumentException error)
        {
            throw new MaeException(ExitCode.Rejected, "MAE541", $"{file} is {error.Message.Split(" (Parameter", 2)[0]}.", Train, error);
        }
    }
}
