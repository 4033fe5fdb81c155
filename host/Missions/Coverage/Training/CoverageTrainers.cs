using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Maddpg;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>The algorithms of <c>mae train coverage</c>, each with its own defaults.</summary>
public static class CoverageTrainers
{
    public static IReadOnlyList<string> Names { get; } = ["maddpg-scope", "maddpg", "mappo"];

    /// <exception cref="MaeException">The algorithm has no such option.</exception>
    public static ICoverageTrainer Create(CoverageTrainOptions options) => options.Algorithm switch
    {
        "maddpg-scope" => Scope(options),
        "maddpg" => Original(options),
        "mappo" => MappoRequest.Create(options),
        _ => throw new MaeException(
            ExitCode.Usage, "MAE002", $"There is no algorithm \"{options.Algorithm}\"; there are {string.Join(", ", Names)}.",
            "Type: mae train coverage --help"),
    };

    /// <summary>Episodes of a run: as asked, or the algorithm's own.</summary>
    public static long Episodes(CoverageTrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Episodes ?? options.Algorithm switch
        {
            "maddpg-scope" => new MaddpgScopeOptions().Episodes,
            "maddpg" => new MaddpgOptions().Episodes,
            _ => MappoRequest.Episodes(options),
        };
    }

    private static MaddpgScope Scope(CoverageTrainOptions asked)
    {
        RefuseDesign(asked);
        if (asked.SmallestTeam > asked.Agents)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE527", $"--smallest-team {asked.SmallestTeam} is larger than the full team of {asked.Agents}.",
                $"Give it 2 to {asked.Agents}.");
        }

        var options = new MaddpgScopeOptions { Agents = asked.Agents, Seed = (ulong)asked.Seed };
        return new MaddpgScope(options with
        {
            Episodes = asked.Episodes ?? options.Episodes,
            LearningRate = (float)(asked.LearningRate ?? options.LearningRate),
            ActorUnits = asked.ActorUnits ?? options.ActorUnits,
            SmallestTeam = asked.SmallestTeam ?? options.SmallestTeam,
        });
    }

    private static Maddpg Original(CoverageTrainOptions asked)
    {
        RefuseDesign(asked);
        Refuse(asked, asked.SmallestTeam, "--smallest-team");
        var options = new MaddpgOptions { Agents = asked.Agents, Seed = (ulong)asked.Seed };
        return new Maddpg(options with
        {
            Episodes = asked.Episodes ?? options.Episodes,
            LearningRate = (float)(asked.LearningRate ?? options.LearningRate),
            ActorUnits = asked.ActorUnits ?? options.ActorUnits,
        });
    }

    private static void RefuseDesign(CoverageTrainOptions asked)
    {
        Refuse(asked, asked.Objective, "--objective");
        Refuse(asked, asked.Reward, "--reward");
        Refuse(asked, asked.Form, "--form");
        Refuse(asked, asked.PenaltyScale, "--kp-scale");
        Refuse(asked, asked.GuidanceScale, "--kg-scale");
        Refuse(asked, asked.CostScale, "--kc-scale");
        Refuse(asked, asked.Force is true ? asked.Force : null, "--force");
    }

    /// <summary>An option that this algorithm does not have is an error, not silently nothing.</summary>
    internal static void Refuse(CoverageTrainOptions options, object? given, string name)
    {
        if (given is not null)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE526", $"{name} is nothing that {options.Algorithm} knows.",
                "Leave it out, or type: mae train coverage --help");
        }
    }
}
