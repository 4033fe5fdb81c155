namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>
/// The reward design of paper S2: between which bounds the weights of (5) make the best policy by reward the best policy of the constrained
/// problem. The text of the paper lost (12), (15) and (16); they are derived again, and give back the numbers of its tables: (12) gamma =
/// 1, k_g = 0: k_p > alpha, -alpha / C-bar &lt; k_c &lt; 0. A safe policy is worth at least alpha + k_c C-bar > 0, every other one at most
/// 0. (15) gamma &lt; 1, k_c = 0: k_g &lt;= alpha gamma^T (1 - gamma) / (G (1 - gamma^T)): the goal at the latest step beats the worst sum
/// of guidance; k_p >= alpha gamma^(-T-bar). With g &lt;= 0 a penalty of alpha already does: the strict form asks for that. (16) the same
/// k_g; k_p = 0. The strict form takes the factor 1 - gamma more in k_g: then a step sooner beats every difference of guidance.
/// </summary>
public static class RewardDesign
{
    /// <summary>How far inside an open bound a recommended weight stands: k_c -0.12 of -0.1333, k_p 10.5 of 10, as in the paper's
    /// tables.</summary>
    private const double CostShare = 0.9;
    private const double PenaltyMargin = 1.05;
    private const double StrictGuidanceShare = 0.9;

    /// <param name="alpha">Above 0.</param>
    /// <param name="gamma">In (0, 1) for times; 1 for cost.</param>
    /// <exception cref="RewardDesignException">The guidance can be positive, or gamma^T is too small for a double.</exception>
    public static IReadOnlyList<WeightBound> Bounds(
        RewardProblem problem, RewardForm form, double alpha, double gamma, RewardQuantities quantities)
    {
        RequireGuidance(quantities);
        return problem switch
        {
            RewardProblem.MinimumCost => CostBounds(alpha, quantities),
            RewardProblem.MinimumTime => TimeBounds("(15)", form, alpha, gamma, quantities, isConstrained: true),
            _ => TimeBounds("(16)", form, alpha, gamma, quantities, isConstrained: false),
        };
    }

    /// <summary>Weights near their bounds: larger penalties and smaller rewards only make learning harder.</summary>
    /// <inheritdoc cref="Bounds"/>
    public static RewardWeights Recommend(RewardProblem problem, RewardForm form, double alpha, double gamma, RewardQuantities quantities)
    {
        RequireGuidance(quantities);
        if (problem == RewardProblem.MinimumCost)
            return new(alpha, PenaltyMargin * alpha, 0.0, -CostShare * alpha / quantities.LargestCost, 1.0);
        var guidance = GuidanceLimit(form, alpha, gamma, quantities) * (form == RewardForm.Strict ? StrictGuidanceShare : 1.0);
        return new(
            alpha, problem == RewardProblem.MinimumTime ? alpha * Math.Pow(gamma, -quantities.SlowestStep) : 0.0, guidance, 0.0, gamma);
    }

    /// <summary>The weights that keep outside of what their bounds allow.</summary>
    /// <inheritdoc cref="Bounds"/>
    public static IReadOnlyList<WeightViolation> Check(
        RewardWeights weights, RewardProblem problem, RewardForm form, RewardQuantities quantities) =>
        [.. Bounds(problem, form, weights.Alpha, weights.Gamma, quantities)
            .Select(bound => new WeightViolation(bound, ValueOf(weights, bound.Weight)))
            .Where(violation => !violation.Bound.Holds(violation.Value))];

    public static double ValueOf(RewardWeights weights, string name) => name switch
    {
        "gamma" => weights.Gamma,
        "k_p" => weights.Penalty,
        "k_g" => weights.Guidance,
        "k_c" => weights.Cost,
        _ => throw new ArgumentException($"No weight is called {name}.", nameof(name)),
    };

    /// <exception cref="RewardDesignException">The guidance can be positive.</exception>
    public static void RequireGuidance(RewardQuantities quantities)
    {
        if (quantities.GuidanceMaximum > 0.0)
        {
            throw new RewardDesignException(
                $"The guidance reaches {WeightBound.Text(quantities.GuidanceMaximum)}: with guidance above 0 an agent earns by lingering, "
                + $"and no bound of (12), (15), (16) holds.",
                "Subtract its maximum, so that it is 0 at most.");
        }
    }

    private static List<WeightBound> CostBounds(double alpha, RewardQuantities quantities)
    {
        var cost = quantities.LargestCost;
        return
        [
            Equal("gamma", "(12)", 1.0, "no discount", "a discounted cost is not the cost that counts"),
            Equal("k_g", "(12)", 0.0, "no guidance", "guidance outweighs cost; the policy of the stage before already finds the goal"),
            new(
                "k_p", "(12)", alpha, false, double.PositiveInfinity, false, "k_p > alpha",
                "below it a goal that is reached by way of a violation pays"),
            new(
                "k_c", "(12)", -alpha / cost, false, 0.0, false, $"-alpha / C-bar, C-bar = {WeightBound.Text(cost)}",
                "beyond it moving to the goal costs more than the goal is worth, and standing still is best; at 0 nothing is saved"),
        ];
    }

    private static List<WeightBound> TimeBounds(
        string equation, RewardForm form, double alpha, double gamma, RewardQuantities quantities, bool isConstrained)
    {
        var isStrict = form == RewardForm.Strict;
        List<WeightBound> bounds =
        [
            new("gamma", equation, 0.0, false, 1.0, false, "discount", "without a discount a later goal is worth as much as an early one"),
            new(
                "k_g", equation, 0.0, true, GuidanceLimit(form, alpha, gamma, quantities), !isStrict,
                $"{(isStrict ? "alpha gamma^T (1 - gamma)^2 / (G (1 - gamma^T))" : "alpha gamma^T (1 - gamma) / (G (1 - gamma^T))")}, T = "
                + $"{quantities.HorizonSteps}, G = {WeightBound.Text(quantities.GuidanceBound)}",
                isStrict
                    ? "above it a path of better guidance may beat a faster one"
                    : "above it the worst sum of guidance outweighs the goal at the latest step, and ending early pays"),
            Equal("k_c", equation, 0.0, "no cost", "the discount alone asks for speed"),
        ];
        bounds.Add(!isConstrained
            ? Equal("k_p", equation, 0.0, "no constraint yet", "what is not asked for is not punished")
            : isStrict
                ? new(
                    "k_p", equation, alpha, true, double.PositiveInfinity, false, "k_p >= alpha, as g <= 0",
                    "below it a goal that is reached by way of a violation pays")
                : new(
                    "k_p", equation, alpha * Math.Pow(gamma, -quantities.SlowestStep), true, double.PositiveInfinity, false,
                    $"alpha gamma^(-T-bar), T-bar = {quantities.SlowestStep}",
                    "below it an early goal by way of a violation may pay more than a late safe one"));
        return bounds;
    }

    private static double GuidanceLimit(RewardForm form, double alpha, double gamma, RewardQuantities quantities)
    {
        var power = Math.Pow(gamma, quantities.HorizonSteps);
        var limit = alpha * power * (1.0 - gamma) / (quantities.GuidanceBound * (1.0 - power));
        limit = form == RewardForm.Strict ? limit * (1.0 - gamma) : limit;
        if (!double.IsNormal(limit) || !double.IsFinite(alpha * Math.Pow(gamma, -quantities.SlowestStep)))
        {
            throw new RewardDesignException(
                $"With gamma = {WeightBound.Text(gamma)} nothing is left of a goal at step T = {quantities.HorizonSteps}: gamma^T is too "
                + $"small for a bound of (15) or (16).",
                "Take a gamma nearer to 1, or a smaller T.");
        }

        return limit;
    }

    private static WeightBound Equal(string weight, string equation, double value, string formula, string reason) =>
        new(weight, equation, value, true, value, true, formula, reason);
}
