using System.Globalization;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// Holds every plan against the box of the rover that it is from, before it moves a price that the others pay. A plan that cannot be counts
/// as none; a rover that sends <see cref="MostRefused"/> of them is left out for the rest of the run.
/// </summary>
public sealed class PlanCheck
{
    /// <summary>More than any bit that flips on its way.</summary>
    public const int MostRefused = 10;

    /// <summary>A rover may stand outside its box, and may be asked for what it cannot do; not by this many widths of the box.</summary>
    private const double Widths = 10;

    /// <summary>Of an output without a box, and least allowance of one with a narrow box, m.</summary>
    private const double Unbounded = 1e6;

    private const double LeastAllowance = 20;

    /// <summary>Change of an output with a price, per unit of weight: an honest one has the size of 1 / stage weight.</summary>
    private const double MostSensitivity = 1e9;

    private readonly Dictionary<string, (double Lower, double Upper)[]> limits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> refused = new(StringComparer.Ordinal);

    /// <param name="rovers">One name for each agent.</param>
    public PlanCheck(FormationScenario scenario, IReadOnlyList<string> rovers)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(rovers);
        for (var i = 0; i < rovers.Count; i++)
        {
            limits.Add(
                rovers[i], [.. Enumerable.Range(0, scenario.Agents[i].OutputCount).Select(output => Limits(scenario.Agents[i], output))]);
        }
    }

    /// <summary>Whether this rover has sent too many plans that cannot be.</summary>
    public bool IsLeftOut(string rover) => refused.GetValueOrDefault(rover) >= MostRefused;

    /// <summary>True where this plan must not be used. Says so by <see cref="FleetSession.Doubted"/>.</summary>
    internal bool Refuses(FleetSession session, string rover, PlanFrame plan)
    {
        if (!limits.TryGetValue(rover, out var box) || IsLeftOut(rover))
            return true;
        if (Wrong(box, plan) is not { } wrong)
            return false;
        refused[rover] = refused.GetValueOrDefault(rover) + 1;
        if (refused[rover] == 1)
        {
            session.Doubt(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rover} plans to be at {wrong.Value:G3} m, and its box allows {wrong.Lower:G4} to {wrong.Upper:G4} m at the very "
                    + $"most; that plan counts as none"));
        }

        if (IsLeftOut(rover))
            session.Doubt($"{rover} is left out: {MostRefused} of its plans cannot be");
        return true;
    }

    private static (double Value, double Lower, double Upper)? Wrong((double Lower, double Upper)[] box, PlanFrame plan)
    {
        for (var i = 0; i < plan.OutputCount; i++)
        {
            var (lower, upper) = box[i % box.Length];
            if (!(plan.Outputs[i] >= lower && plan.Outputs[i] <= upper))
                return (plan.Outputs[i], lower, upper);
        }

        for (var i = 0; i < plan.SensitivityCount; i++)
        {
            if (!(Math.Abs(plan.Sensitivity[i]) <= MostSensitivity))
                return (plan.Sensitivity[i], -MostSensitivity, MostSensitivity);
        }

        return null;
    }

    // o = E x over the box of x, widened.
    private static (double Lower, double Upper) Limits(FormationAgent agent, int output)
    {
        var (lower, upper) = (0.0, 0.0);
        for (var i = 0; i < agent.StateCount; i++)
        {
            var e = agent.OutputMatrix[(output * agent.StateCount) + i];
            if (e == 0)
                continue;
            lower += Math.Min(e * agent.StateLower[i], e * agent.StateUpper[i]);
            upper += Math.Max(e * agent.StateLower[i], e * agent.StateUpper[i]);
        }

        var allowance = Math.Max(LeastAllowance, Widths * (upper - lower));
        return (Math.Max(lower - allowance, -Unbounded), Math.Min(upper + allowance, Unbounded));
    }
}
