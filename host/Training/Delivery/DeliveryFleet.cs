using System.Diagnostics;
using System.Globalization;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// One iteration of Algorithm 1 of paper S4 for a fleet (V-D), event by event: whoever reaches a node first is assigned the next one by
/// (31), where the others count as being where they were sent, with what their edges use at most. Agents do not meet on the way.
/// </summary>
internal sealed class DeliveryFleet
{
    private readonly DeliveryMemory memory;
    private readonly EdgeDriver driver;
    private readonly DeliveryVehicle[] vehicles;
    private readonly DeliveryAgentState[] states;   // what the high level knows
    private readonly double[][] arrivals;           // what will be measured on arrival
    private readonly double[][] factors;            // measured over estimated, at most, this iteration
    private readonly List<int>[] routes;
    private readonly List<EdgeTraversal> traversals = [];
    private readonly List<string> notices = [];
    private readonly bool[] visited;
    private readonly DepletionTable bound;
    private int[][]? last; // the last plan's whole routes
    private int replans;
    private int infeasiblePlans;
    private double replanMsMax;

    public DeliveryFleet(DeliveryMemory memory, DeliveryOptions options, EdgeDriver driver, DeliveryVehicle[] vehicles)
    {
        (this.memory, this.driver, this.vehicles) = (memory, driver, vehicles);
        var graph = memory.Graph;
        var depot = graph.Nodes[graph.Depot];
        foreach (var vehicle in vehicles)
            vehicle.Reset(depot.XM, depot.YM);
        bound = memory.Bound(options.Margin);
        states = [.. vehicles.Select(_ => DeliveryAgentState.AtDepot(graph.Depot))];
        arrivals = [.. vehicles.Select(_ => new double[CapacityLimits.Count])];
        factors = [.. vehicles.Select(_ => new double[] { 1, 1 })];
        routes = [.. vehicles.Select(_ => new List<int> { graph.Depot })];
        visited = new bool[graph.Count];
    }

    public DeliveryIteration Run(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var agent = NextToArrive();
            if (agent < 0)
                break;
            Arrive(agent);
            if (!states[agent].Finished)
                Assign(agent);
        }

        return new DeliveryIteration
        {
            Agents = [.. routes.Select(Result)],
            Traversals = traversals,
            CapacityIncreases = traversals.Count(UsesMore),
            InfeasiblePlans = infeasiblePlans,
            Replans = replans,
            ReplanMsMax = replanMsMax,
            Notices = notices,
        };
    }

    // Ties by index; -1 when all are home.
    private int NextToArrive()
    {
        var next = -1;
        for (var a = 0; a < states.Length; a++)
        {
            if (!states[a].Finished && (next < 0 || arrivals[a][0] < arrivals[next][0]))
                next = a;
        }

        return next;
    }

    private void Arrive(int agent)
    {
        var node = states[agent].Node;
        if (routes[agent].Count > 1)
            Tighten(agent);
        visited[node] = true;
        states[agent] = states[agent] with { Capacities = arrivals[agent], Finished = IsForHome(agent) };
    }

    // Where routes may pass the depot, the next plan says whether this one does.
    private bool IsForHome(int agent) =>
        states[agent].Finished || (states[agent].Node == memory.Graph.Depot && routes[agent].Count > 1 && !memory.Graph.MayPass);

    // More used than the worst case allows: this agent's estimates grow by that factor, at once, for the rest of its way.
    private void Tighten(int agent)
    {
        var last = traversals.FindLast(traversal => traversal.Agent == agent)!;
        var edge = bound.Edge(last.From, last.To);
        double[] measured = [last.TimeS, last.Battery];
        var names = new[] { "time", "battery" };
        var grown = false;
        for (var c = 0; c < measured.Length; c++)
        {
            var factor = measured[c] / edge[c];
            if (factor <= factors[agent][c] + 1e-9)
                continue;
            grown = true;
            factors[agent][c] = factor;
            notices.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"agent {agent + 1} used {(factor - 1) * 100:0.0} % more {names[c]} on the way from {Name(last.From)} to {Name(last.To)} "
                + $"than the worst case assumed; its plan was tightened"));
        }

        if (grown)
            states[agent] = states[agent] with { Estimate = bound.Scaled(factors[agent]) };
    }

    private void Assign(int agent)
    {
        var graph = memory.Graph;
        var before = Stopwatch.GetTimestamp();
        var plan = HighLevelSearch.Search(
            graph, bound, last is null ? memory.Iterations : [.. memory.Iterations, last],
            [.. states.Select((state, a) => IsForHome(a) ? state with { Finished = true } : state)], visited);
        replanMsMax = Math.Max(replanMsMax, Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        replans++;
        // Not where (31) is exact on edges: there the rest of every plan is a stored one.
        if (graph.MayPass || graph.Count > HighLevelSearch.MaxExactNodes)
            last = [.. plan.Routes.Select((route, a) => routes[a].SkipLast(1).Concat(route).ToArray())];
        if (!plan.Feasible)
        {
            infeasiblePlans++;
            notices.Add(
                $"agent {agent + 1} at {Name(states[agent].Node)}: no plan keeps every capacity any more; it takes the way home that "
                + $"misses by least");
        }

        var (from, to) = (states[agent].Node, plan.Next(agent));
        if (to == from)
        {
            // Stays at the depot, or nothing leads home from here.
            states[agent] = states[agent] with { Finished = true };
            return;
        }

        routes[agent].Add(to);
        var driven = driver.Drive(vehicles[agent], memory.SafeSet(from, to), from, to) with { Agent = agent };
        traversals.Add(driven);
        if (driven.ArrivalErrorM > ArrivalLimitM)
        {
            notices.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"agent {agent + 1} ended {driven.ArrivalErrorM:0.00} m from {Name(to)}: the disturbance is larger than the "
                + $"controller can reject"));
        }

        var estimate = (states[agent].Estimate ?? bound).Edge(from, to);
        var used = states[agent].Capacities;
        states[agent] = states[agent] with { Node = to, Capacities = [used[0] + estimate[0], used[1] + estimate[1]] };
        arrivals[agent] = [vehicles[agent].TimeS, vehicles[agent].BatteryUsed];
    }

    /// <summary>A node counts as visited within this distance.</summary>
    private const double ArrivalLimitM = 0.25;

    private bool UsesMore(EdgeTraversal traversal)
    {
        var stored = memory.Used(memory.SafeSet(traversal.From, traversal.To));
        return traversal.TimeS > stored[0] + 1e-9 || traversal.Battery > stored[1] + 1e-12;
    }

    private DeliveryAgentResult Result(List<int> route, int agent)
    {
        var limits = memory.Graph.Limits;
        var vehicle = vehicles[agent];
        int[] nodes = route.Count == 1 ? [memory.Graph.Depot, memory.Graph.Depot] : [.. route];
        var home = nodes[^1] == memory.Graph.Depot && vehicle.TimeS <= limits.TimeS + 1e-9 && vehicle.BatteryUsed <= limits.Battery + 1e-9;
        return new DeliveryAgentResult(nodes, vehicle.TimeS, vehicle.BatteryUsed, home);
    }

    private string Name(int node) => memory.Graph.Nodes[node].Name;
}
