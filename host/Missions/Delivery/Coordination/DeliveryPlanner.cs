using System.Diagnostics;
using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>(31) of paper S4 for rovers that are elsewhere: each counts as being where it was sent, with what it will have used there at
/// most.</summary>
/// <param name="estimate">(21), without any margin.</param>
/// <param name="stored">Routes of earlier iterations.</param>
internal sealed class DeliveryPlanner(
    TaskGraph graph, DepletionTable estimate, IReadOnlyList<int[][]> stored, DeliveryMissionOptions options)
{
    private readonly VehicleDynamics dynamics = DeliveryDynamics.Of(graph.Vehicle);
    private readonly Dictionary<(DepletionTable, double, double), DepletionTable> bounds = [];
    private int[][]? last;

    public int Replans { get; private set; }

    /// <summary>Times no plan kept every capacity.</summary>
    public int InfeasiblePlans { get; private set; }

    public double ReplanMsMax { get; private set; }

    public DeliveryPlan Plan(IReadOnlyList<DeliveryMember> members)
    {
        var bound = Bound(estimate, [1, 1]);
        var states = members.Select(member => State(member, bound)).ToArray();
        var visited = Enumerable.Range(0, graph.Count).Select(node => IsTaken(members, node)).ToArray();
        var before = Stopwatch.GetTimestamp();
        var found = HighLevelSearch.Search(graph, bound, last is null ? stored : [.. stored, last], states, visited);
        ReplanMsMax = Math.Max(ReplanMsMax, Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        Replans++;
        InfeasiblePlans += found.Feasible ? 0 : 1;
        last = [.. members.Select(
            (member, i) => member.Route.Concat(member.Leg is null ? found.Routes[i].Skip(1) : found.Routes[i]).ToArray())];
        return found;
    }

    /// <summary>Whether a rover was there or is on its way there.</summary>
    public static bool IsTaken(IEnumerable<DeliveryMember> members, int node) =>
        members.Any(member => member.Route.Contains(node) || (member.Phase != DeliveryRoverPhase.Out && member.Target == node));

    private DeliveryAgentState State(DeliveryMember member, DepletionTable bound)
    {
        if (member.Phase is DeliveryRoverPhase.Home or DeliveryRoverPhase.Out)
            return new DeliveryAgentState(member.Node, member.Used, Finished: true);
        var own = member.Estimate is not null || member.Factors.Any(factor => factor > 1)
            ? Bound(member.Estimate ?? estimate, member.Factors)
            : null;
        if (member.Leg is not { } leg)
            return new DeliveryAgentState(member.Target, member.Used, Estimate: own);
        // Where routes may pass the depot, the next plan says whether this one does.
        var isForHome = member.Target == graph.Depot && !graph.MayPass;
        return new DeliveryAgentState(member.Target, There(member, leg, own ?? bound), isForHome, own);
    }

    /// <summary>Used on arrival, at most.</summary>
    private double[] There(DeliveryMember member, DeliveryLeg leg, DepletionTable bound)
    {
        if (leg.IsArriving)
        {
            double[] left = [leg.ToGo * dynamics.PeriodS, Braking(leg.ToGo)];
            return [.. left.Select((amount, c) => member.Used[c] + (amount * Scale(c, member.Factors)))];
        }

        double[] whole = leg.IsRecovery
            ? [(leg.Edge.Steps + options.HandoverPeriods) * dynamics.PeriodS * Scale(0, member.Factors),
                leg.Edge.Battery[leg.Edge.Steps] * Scale(1, member.Factors)]
            : [.. bound.Edge(leg.From, leg.To)];
        return [.. whole.Select((amount, c) => Math.Max(leg.UsedBefore[c] + amount, member.Used[c]))];
    }

    /// <summary>The most that the model draws in the last periods before a rover stands: it can be no faster in any of them than it can
    /// still brake.</summary>
    private double Braking(int periods)
    {
        var draw = 0.0;
        for (var left = 1; left <= periods; left++)
            draw += dynamics.Depletion(Math.Min(dynamics.SpeedUpperMS, -dynamics.InputLower[1] * dynamics.PeriodS * left));
        return draw;
    }

    /// <summary>The worst case that is planned with.</summary>
    private DepletionTable Bound(DepletionTable of, double[] factors)
    {
        // The same table for the same numbers: what is known of its ways stays known.
        if (bounds.TryGetValue((of, factors[0], factors[1]), out var known))
            return known;
        var standS = (options.HandoverPeriods * dynamics.PeriodS) + options.PassingS;
        return bounds[(of, factors[0], factors[1])] = of.Scaled(
            [Scale(0, factors), Scale(1, factors)],
            [standS, standS * graph.Vehicle.IdleDrawPerS * factors[1] * options.BatteryFactor]);
    }

    private double Scale(int capacity, double[] factors) =>
        factors[capacity] * (1 + options.Margin) * (capacity == 1 ? options.BatteryFactor : 1);
}
