using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// Algorithm 1 of paper S4, "Learning Hierarchical Control For Multi-Agent Capacity-Constrained Systems": iterations in which a fleet visits as many nodes
/// as it surely can, and learns from what it drove. Results and deviations: README.md here. A pure function of graph and options.
/// </summary>
public sealed class DeliveryTraining
{
    private readonly DeliveryOptions options;
    private readonly EdgeDriver driver;
    private readonly DeliveryVehicle[] vehicles;
    private readonly List<DeliveryIteration> iterations = [];

    /// <param name="memory">As constructed: iteration 0 is then the graph's first routes on the conservative trajectories.</param>
    /// <exception cref="FirstRouteException">A first route that does not come home within the capacities.</exception>
    public DeliveryTraining(DeliveryMemory memory, DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Agents, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Margin);
        (Memory, this.options) = (memory, options);
        driver = new EdgeDriver(memory.Dynamics, memory.Graph.LowLevelHorizon);
        vehicles = [.. Enumerable.Range(0, options.Agents).Select(a => new DeliveryVehicle(memory.Dynamics, options.Disturbance, options.Seed + (ulong)a))];
        iterations.Add(FirstIteration());
    }

    public DeliveryMemory Memory { get; }

    /// <summary>Index 0 is the first, conservative one.</summary>
    public IReadOnlyList<DeliveryIteration> Iterations => iterations;

    /// <summary>Drives one iteration and learns from it.</summary>
    public DeliveryIteration Next(CancellationToken cancellation = default)
    {
        var iteration = new DeliveryFleet(Memory, options, driver, vehicles).Run(cancellation);
        foreach (var traversal in iteration.Traversals)
            Learn(traversal);
        Memory.Iterations.Add([.. iteration.Agents.Select(agent => agent.Route)]);
        iterations.Add(iteration);
        return iteration;
    }

    // (21), (25). By Theorem 1 a traversal uses no more than the one stored; where something disturbed it and it did, what it used counts
    // (an estimate that a traversal has exceeded is no bound), and the stored traversal stays the one to repeat if it was quicker.
    private void Learn(EdgeTraversal traversal)
    {
        var (from, to) = (traversal.From, traversal.To);
        var stored = Memory.SafeSet(from, to);
        double[] used = [traversal.TimeS, traversal.Battery];
        Memory.Estimate.Improve(from, to, used);
        if (!options.Disturbance.IsNone)
            Memory.Estimate.Tighten(from, to, used);
        if (traversal.Driven.Steps <= stored.Steps)
            Memory.Store(from, to, traversal.Driven);
    }

    private DeliveryIteration FirstIteration()
    {
        var graph = Memory.Graph;
        var routes = FirstRoutes.For(graph, Memory.Estimate, options.Agents);
        FirstRouteException.Check(graph, Memory.Estimate, routes);
        Memory.Iterations.Add(routes);
        var traversals = new List<EdgeTraversal>();
        var agents = new List<DeliveryAgentResult>();
        for (var a = 0; a < routes.Length; a++)
        {
            var (time, battery) = (0.0, 0.0);
            for (var i = 1; i < routes[a].Length; i++)
            {
                if (routes[a][i] == routes[a][i - 1])
                    continue;
                var traversal = Conservative(a, routes[a][i - 1], routes[a][i]);
                traversals.Add(traversal);
                (time, battery) = (time + traversal.TimeS, battery + traversal.Battery);
            }

            agents.Add(new DeliveryAgentResult(routes[a], time, battery, CameHome: true));
        }

        return new DeliveryIteration
        {
            Agents = agents,
            Traversals = traversals,
            CapacityIncreases = 0,
            InfeasiblePlans = 0,
            Replans = 0,
            ReplanMsMax = 0,
            Notices = [],
        };
    }

    private EdgeTraversal Conservative(int agent, int from, int to)
    {
        EdgeSafeSet set = Memory.SafeSet(from, to);
        var used = Memory.Used(set);
        return new EdgeTraversal
        {
            Agent = agent,
            From = from,
            To = to,
            Driven = set,
            TimeS = used[0],
            Battery = used[1],
            ArrivalErrorM = 0,
            InfeasibleSteps = 0,
            OffPlanSteps = 0,
            Qps = 0,
            StepMsSum = 0,
            StepMsMax = 0,
        };
    }
}
