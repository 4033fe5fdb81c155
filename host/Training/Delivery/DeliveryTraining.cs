using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// Algorithm 1 of paper S4, "Learning Hierarchical Control For Multi-Agent Capacity-Constrained Systems": iterations in which a fleet
/// visits as many nodes as it surely can, and learns from what it drove. Results and deviations: README.md here. A pure function of graph
/// and options.
/// </summary>
public sealed class DeliveryTraining
{
    public const string CheckpointKind = "delivery";

    public const int CheckpointSchema = 1;

    private const int WarmUpDrives = 60;
    private static readonly Lazy<bool> Warm = new(WarmUp);
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
        driver = new EdgeDriver(memory.Dynamics, memory.Graph.LowLevelHorizon, options.BlendsTurns);
        vehicles = [.. Enumerable
            .Range(0, options.Agents)
            .Select(a => new DeliveryVehicle(DeliveryDynamics.Of(memory.Graph.Vehicle), options.Disturbance, options.Seed + (ulong)a))];
        iterations.Add(FirstIteration());
        _ = Warm.Value;
    }

    public DeliveryMemory Memory { get; }

    /// <summary>Index 0 is the first, conservative one.</summary>
    public IReadOnlyList<DeliveryIteration> Iterations => iterations;

    /// <summary>Drives one iteration and learns from it.</summary>
    public DeliveryIteration Next(CancellationToken cancellation = default)
    {
        var iteration = new DeliveryFleet(Memory, options, driver, vehicles).Run(cancellation);
        var excess = iteration.Traversals.Select(Excess).DefaultIfEmpty(1).Max();
        if (excess > 1 + 1e-9)
            Memory.Drains(excess);
        foreach (var traversal in iteration.Traversals)
            Learn(traversal);
        Memory.Iterations.Add([.. iteration.Agents.Select(agent => agent.Route)]);
        iterations.Add(iteration);
        return iteration;
    }

    /// <summary>
    /// What each edge was worth from traversal to traversal, the conservative trajectory first; edges in the order in which they were first
    /// driven.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<EdgeTraversal>> EdgeHistory()
    {
        var histories = new Dictionary<(int, int), List<EdgeTraversal>>();
        for (var j = 0; j < iterations.Count; j++)
        {
            foreach (var traversal in iterations[j].Traversals)
            {
                if (!histories.TryGetValue((traversal.From, traversal.To), out var history))
                {
                    histories[(traversal.From, traversal.To)] = history = j == 0
                        ? []
                        : [Conservative(traversal.Agent, traversal.From, traversal.To)];
                }

                history.Add(traversal);
            }
        }

        return [.. histories.Values];
    }

    public void Save(BinaryWriter writer) => DeliveryCheckpoint.Save(writer, Memory, iterations, vehicles);

    /// <exception cref="CheckpointException">Of another graph or fleet.</exception>
    public void Load(BinaryReader reader) => DeliveryCheckpoint.Load(reader, Memory, iterations, vehicles);

    /// <summary>Battery measured over what the model says of the speeds that were driven.</summary>
    private double Excess(EdgeTraversal traversal)
    {
        var driven = traversal.Driven;
        var modelled = 0.0;
        for (var k = 0; k < driven.Steps; k++)
            modelled += Memory.Dynamics.Depletion(driven.States[(k * driven.StateCount) + VehicleDynamics.Speed]);
        return traversal.Battery / modelled;
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
        var bound = Memory.Bound(options.Margin);
        var routes = FirstRoutes.For(graph, bound, options.Agents);
        FirstRouteException.Check(graph, bound, routes);
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

    // Once a process: what is measured later is the algorithm, not its compilation, which starts coarse and is refined after some thousand
    // steps.
    private static bool WarmUp()
    {
        var graph = TaskGraph.PaperS4();
        var dynamics = DeliveryDynamics.Of(graph.Vehicle);
        var (driver, vehicle) = (new EdgeDriver(dynamics, graph.LowLevelHorizon),
            new DeliveryVehicle(dynamics, new DeliveryDisturbance(), 1));
        var edge = InitialTrajectory.Create(dynamics, 0, 0, 3, 1, graph.Vehicle.ConservativeSpeedMS);
        for (var i = 0; i < WarmUpDrives; i++)
        {
            vehicle.Reset(0, 0);
            driver.Drive(vehicle, edge, 0, 1);
        }

        var estimate = new DeliveryMemory(graph).Estimate;
        for (var i = 0; i < WarmUpDrives; i++)
        {
            HighLevelSearch.Search(
                graph, estimate, [[.. graph.FirstRoutes]], [DeliveryAgentState.AtDepot(graph.Depot)], new bool[graph.Count]);
        }

        return true;
    }

    private EdgeTraversal Conservative(int agent, int from, int to)
    {
        var set = Memory.Conservative(from, to);
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
