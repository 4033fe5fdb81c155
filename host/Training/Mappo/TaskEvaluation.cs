using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Worlds.Tasks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>A policy's figures on a task, over whole episodes of deterministic actions (the greatest logit); paper S2, section 5.</summary>
public sealed record TaskEvaluation
{
    public required int Episodes { get; init; }

    /// <summary>Share of episodes that end without the terminal condition, a violation included.</summary>
    public required double TerminalViolationRate { get; init; }

    public required double StateViolationRate { get; init; }

    /// <summary>Mean of the terminal step; 2 T where a constraint is unmet.</summary>
    public required double TimeStepsMean { get; init; }

    /// <summary>Mean of the episode's cost; T times the largest step cost where a constraint is unmet.</summary>
    public required double CostMean { get; init; }

    /// <summary>T-bar of (14): the slowest step at which an episode without violation was terminal; 0 where none was.</summary>
    public required int SlowestStep { get; init; }

    /// <summary>C-bar of (11): the largest cost of an episode that met all constraints; 0 where none did.</summary>
    public required double LargestCost { get; init; }

    /// <summary>Mean guidance over all steps of all episodes.</summary>
    public required double GuidanceMean { get; init; }

    /// <summary>The least and the greatest guidance that was seen.</summary>
    public required double GuidanceLeast { get; init; }

    public required double GuidanceGreatest { get; init; }

    /// <param name="task">Its environments play side by side; an episode more than asked for is left out.</param>
    /// <param name="policy">Observation to logits; its batch holds all agents of the task.</param>
    public static TaskEvaluation Run(IConstrainedTask task, Mlp policy, int episodes, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        var random = new Xoshiro256(seed);
        var rows = task.Environments * task.Agents;
        float[] seen = new float[rows * task.ObservationWidth], logits = new float[rows * task.ActionCount];
        var actions = new int[rows];
        var cost = new double[task.Environments];
        var running = new bool[task.Environments];
        int unmet = 0, broken = 0, slowest = 0;
        long steps = 0;
        double time = 0, costs = 0, largest = 0, guidance = 0, least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        for (var done = 0; done < episodes; done += task.Environments)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var e = 0; e < task.Environments; e++)
            {
                task.Reset(e, random);
                running[e] = e < episodes - done;
                cost[e] = 0;
            }

            for (var t = 1; t <= task.HorizonSteps; t++)
            {
                task.WriteObservations(seen);
                policy.Forward(rows, seen, logits);
                for (var row = 0; row < rows; row++)
                    actions[row] = Softmax.Argmax(logits.AsSpan(row * task.ActionCount, task.ActionCount));
                task.Step(actions);
                for (var e = 0; e < task.Environments; e++)
                {
                    if (!running[e])
                        continue;
                    cost[e] += task.Cost[e];
                    guidance += task.Guidance[e];
                    steps++;
                    least = Math.Min(least, task.Guidance[e]);
                    greatest = Math.Max(greatest, task.Guidance[e]);
                    bool met = task.IsTerminal[e] && !task.IsViolated[e];
                    running[e] = !met && !task.IsViolated[e] && t < task.HorizonSteps;
                    if (running[e])
                        continue;
                    unmet += met ? 0 : 1;
                    broken += task.IsViolated[e] ? 1 : 0;
                    time += met ? t : 2 * task.HorizonSteps;
                    costs += met ? cost[e] : task.StepCostLimit * task.HorizonSteps;
                    slowest = met ? Math.Max(slowest, t) : slowest;
                    largest = met ? Math.Max(largest, cost[e]) : largest;
                }
            }
        }

        return new()
        {
            Episodes = episodes,
            TerminalViolationRate = (double)unmet / episodes,
            StateViolationRate = (double)broken / episodes,
            TimeStepsMean = time / episodes,
            CostMean = costs / episodes,
            SlowestStep = slowest,
            LargestCost = largest,
            GuidanceMean = guidance / steps,
            GuidanceLeast = least,
            GuidanceGreatest = greatest,
        };
    }
}
