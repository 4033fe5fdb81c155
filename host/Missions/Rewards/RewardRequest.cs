using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Host.Worlds.Tasks;

namespace MultiAgentEdge.Host.Missions.Rewards;

/// <summary>A question to the reward design: a task, what is known of it, weights to check.</summary>
public sealed record RewardRequest(RewardTask Task, IConstrainedTask World)
{
    public double Alpha { get; init; } = 10.0;

    public double Gamma { get; init; } = 0.99;

    public RewardForm Form { get; init; }

    public int? SlowestStep { get; init; }

    public double? LargestCost { get; init; }

    public double? GuidanceBound { get; init; }

    public double? GuidanceMaximum { get; init; }

    /// <summary>Run folders to measure on.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    public double? Penalty { get; init; }

    public double? Guidance { get; init; }

    public double? Cost { get; init; }

    /// <exception cref="RewardDesignException">The guidance can be positive.</exception>
    /// <exception cref="MaeException">A run folder holds no policy for this task.</exception>
    public RewardAnswer Answer(CancellationToken cancellation)
    {
        List<string> warnings = [];
        var known = Quantities(warnings, cancellation);
        RewardProblemAnswer[] problems =
        [
            Problem(RewardProblem.MinimumTimeUnconstrained, "Minimum time without state constraint", Gamma, known.Quantities),
            Problem(RewardProblem.MinimumTime, "Minimum time", Gamma, known.Quantities),
            Problem(RewardProblem.MinimumCost, "Minimum cost", 1.0, known.Quantities),
        ];
        // A cost weight means the minimum-cost problem, anything else alone the minimum-time problem.
        var asked = problems.Single(
            candidate => candidate.Problem == (Cost is null or 0.0 ? RewardProblem.MinimumTime : RewardProblem.MinimumCost));
        warnings.AddRange(Check(asked));
        var caveat = Form == RewardForm.Paper
            ? "The paper's form certifies that the constraints are kept, not that faster is always better: --form strict does."
            : "The strict form certifies that the constraints are kept and that faster is always better; its guidance is weaker by the "
                + "factor 1 - gamma.";
        var isGiven = Penalty is not null || Guidance is not null || Cost is not null;
        return new(
            Task.Name, Form, Alpha, Gamma, known.Sources, problems, caveat, isGiven ? asked.Title.ToLowerInvariant() : null, warnings);
    }

    private (RewardQuantities Quantities, List<RewardQuantity> Sources) Quantities(List<string> warnings, CancellationToken cancellation)
    {
        var q = Task.DefaultsFor(World);
        string slowestFrom = q.SlowestStep == q.HorizonSteps
            ? "T: holds for every policy"
            : "the paper's: slowest step of its policy without state constraint, (14)";
        string costFrom = "T times the largest step cost: holds for every policy", guidanceFrom = "declared by the task";
        foreach (var run in Policies)
        {
            var measured = RewardMeasurement.Of(run, World, cancellation);
            if (measured.SlowestStep > 0)
                (q, slowestFrom) = (q with { SlowestStep = measured.SlowestStep }, $"measured on {run} without state constraint, (14)");
            else
                warnings.Add($"{run} never reached the goal: T-bar is not measured on it.");
            if (measured.LargestCost > 0)
                (q, costFrom) = (q with { LargestCost = measured.LargestCost }, $"measured on {run} under the state constraint, (11)");
            else
                warnings.Add($"{run} never met all constraints: C-bar is not measured on it.");
            if (measured.GuidanceLeast < -q.GuidanceBound)
                (q, guidanceFrom) = (q with { GuidanceBound = -measured.GuidanceLeast }, $"measured on {run}, more than the task declares");
            q = q with { GuidanceMaximum = Math.Max(q.GuidanceMaximum, measured.GuidanceGreatest) };
        }

        if (SlowestStep is { } slowest)
        {
            (q,
                slowestFrom) = (q with { SlowestStep = Math.Min(slowest, q.HorizonSteps) },
                    slowest > q.HorizonSteps ? "as given, cut to T" : "as given");
        }

        if (LargestCost is { } largest)
            (q, costFrom) = (q with { LargestCost = largest }, "as given");
        if (GuidanceBound is { } bound)
            (q, guidanceFrom) = (q with { GuidanceBound = bound }, "as given");
        if (GuidanceMaximum is { } maximum)
            q = q with { GuidanceMaximum = maximum };
        if (SlowestStep > q.HorizonSteps)
            warnings.Add($"T-bar cannot exceed T = {q.HorizonSteps}.");
        return (q,
        [
            new("T", "horizon_steps", q.HorizonSteps, "steps of an episode"),
            new("T-bar", "slowest_step", q.SlowestStep, slowestFrom),
            new("C-bar", "largest_cost", q.LargestCost, costFrom),
            new("G", "guidance_bound", q.GuidanceBound, guidanceFrom),
        ]);
    }

    private RewardProblemAnswer Problem(RewardProblem problem, string title, double gamma, RewardQuantities quantities) =>
        new(
            problem, title, RewardDesign.Bounds(problem, Form, Alpha, gamma, quantities),
            RewardDesign.Recommend(problem, Form, Alpha, gamma, quantities));

    private IEnumerable<string> Check(RewardProblemAnswer problem)
    {
        (string Weight, double? Value)[] given = [("k_p", Penalty), ("k_g", Guidance), ("k_c", Cost)];
        return from weight in given
               where weight.Value is not null
               from bound in problem.Bounds
               where bound.Weight == weight.Weight && !bound.Holds(weight.Value!.Value)
               select new WeightViolation(bound, weight.Value!.Value).Message + ".";
    }
}
