using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Cli.Coverage;

/// <summary>From the command line to the curriculum of paper S2.</summary>
public static class MappoRequest
{
    /// <summary>More than these hardly ever fall 0.3 m apart into the arena.</summary>
    private const int AgentLimit = 16;

    /// <exception cref="MaeException">A weight would stand outside its bound, or there are too many agents.</exception>
    public static MappoCoverage Create(CoverageTrainOptions asked)
    {
        CoverageTrainers.Refuse(asked, asked.SmallestTeam, "--smallest-team");
        if (asked.Agents > AgentLimit)
            throw new MaeException(ExitCode.Usage, "MAE533", $"mappo starts its agents 0.3 m apart: {asked.Agents} hardly ever fit into the arena.", $"Give --agents 2 to {AgentLimit}.");
        var isOriginal = asked.Reward == "original";
        if (isOriginal)
        {
            foreach (var (given, name) in new (object?, string)[]
            {
                (asked.Objective, "--objective"), (asked.Form, "--form"), (asked.PenaltyScale, "--kp-scale"), (asked.GuidanceScale, "--kg-scale"), (asked.CostScale, "--kc-scale"),
            })
            {
                if (given is not null)
                    throw new MaeException(ExitCode.Usage, "MAE534", $"{name} shapes the designed reward, and --reward original has none of it.", $"Leave out {name} or --reward original.");
            }
        }

        var options = new CurriculumOptions
        {
            Learner = new MappoOptions { Seed = (ulong)asked.Seed },
            Objective = isOriginal ? CurriculumObjective.Original : asked.Objective == "minimum-time" ? CurriculumObjective.MinimumTime : CurriculumObjective.MinimumAction,
            Form = asked.Form == "strict" ? RewardForm.Strict : RewardForm.Paper,
            PenaltyScale = asked.PenaltyScale ?? 1.0,
            GuidanceScale = asked.GuidanceScale ?? 1.0,
            CostScale = asked.CostScale ?? 1.0,
            Force = asked.Force ?? false,
        };
        if (asked.ActorUnits is { } units)
            options = options with { Learner = options.Learner with { ActorHidden = [units, units] } };
        if (asked.Episodes is { } episodes)
            options = options with { StepScale = episodes * (double)MappoCoverage.EpisodeSteps / options.Stages.Sum(stage => stage.Steps), EvaluationEpisodes = Math.Min(options.EvaluationEpisodes, episodes) };
        try
        {
            return new MappoCoverage(asked.Agents, options);
        }
        catch (RewardDesignException exception)
        {
            throw new MaeException(
                ExitCode.Configuration, exception.Violations.Count > 0 ? "MAE531" : "MAE532", exception.Message + (exception.Message.EndsWith('.') ? "" : "."),
                exception.Violations.Count > 0 ? "Leave the scale out, or add --force to train with it all the same." : "Shift the guidance so that its maximum is 0.", exception);
        }
    }
}
