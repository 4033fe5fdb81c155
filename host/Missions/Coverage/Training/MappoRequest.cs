using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>From the command line to the curriculum of paper S2.</summary>
public static class MappoRequest
{
    /// <summary>Episodes of the whole curriculum.</summary>
    public static long Episodes(CoverageTrainOptions asked) =>
        new CurriculumOptions { Objective = ObjectiveOf(asked) }.Stages.Sum(stage => stage.Steps) / MappoCoverage.EpisodeSteps;

    /// <exception cref="MaeException">A weight would stand outside its bound, or there are too many agents.</exception>
    public static MappoCoverage Create(CoverageTrainOptions asked)
    {
        CoverageTrainers.Refuse(asked, asked.SmallestTeam, "--smallest-team");
        CoverageCrowd.Refuse(asked.Agents, CoverageTask.SpacingM);
        var isOriginal = asked.Reward == "original";
        if (isOriginal)
        {
            foreach (var (given, name) in new (object?, string)[]
            {
                (asked.Objective, "--objective"), (asked.Form, "--form"), (asked.PenaltyScale, "--kp-scale"),
                (asked.GuidanceScale, "--kg-scale"), (asked.CostScale, "--kc-scale"),
            })
            {
                if (given is not null)
                {
                    throw new MaeException(
                        ExitCode.Usage, "MAE534", $"{name} shapes the designed reward, and --reward original has none of it.",
                        $"Leave out {name} or --reward original.");
                }
            }
        }

        if (asked.CostScale is not null && asked.Objective == "minimum-time")
        {
            throw new MaeException(
                ExitCode.Usage, "MAE534", "--kc-scale shapes the minimum-action stage, and --objective minimum-time has none.",
                "Leave out --kc-scale or --objective.");
        }

        var options = new CurriculumOptions
        {
            Learner = new MappoOptions { Seed = (ulong)asked.Seed },
            Objective = ObjectiveOf(asked),
            Form = asked.Form == "strict" ? RewardForm.Strict : RewardForm.Paper,
            PenaltyScale = asked.PenaltyScale ?? 1.0,
            GuidanceScale = asked.GuidanceScale ?? 1.0,
            CostScale = asked.CostScale ?? 1.0,
            Force = asked.Force ?? false,
        };
        if (asked.ActorUnits is { } units)
            options = options with { Learner = options.Learner with { ActorHidden = [units, units] } };
        if (asked.LearningRate is { } rate)
            options = options with { Learner = options.Learner with { LearningRate = (float)rate } };
        if (asked.Episodes is { } episodes)
        {
            options = options with { StepScale = episodes * (double)MappoCoverage.EpisodeSteps / options.Stages.Sum(stage => stage.Steps),
                EvaluationEpisodes = Math.Min(options.EvaluationEpisodes, episodes) };
        }

        try
        {
            return new MappoCoverage(asked.Agents, options);
        }
        catch (RewardDesignException exception)
        {
            throw new MaeException(
                ExitCode.Configuration, exception.Violations.Count > 0 ? "MAE531" : "MAE532",
                exception.Message + (exception.Message.EndsWith('.') ? "" : "."),
                exception.Remedy, exception);
        }
    }

    private static CurriculumObjective ObjectiveOf(CoverageTrainOptions asked) =>
        asked.Reward == "original"
            ? CurriculumObjective.Original
            : asked.Objective == "minimum-time" ? CurriculumObjective.MinimumTime
            : CurriculumObjective.MinimumAction;
}
