using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>The state of a delivery training run between two iterations, written and read in one order.</summary>
internal static class DeliveryCheckpoint
{
    public static void Save(
        BinaryWriter writer, DeliveryMemory memory, IReadOnlyList<DeliveryIteration> iterations, DeliveryVehicle[] vehicles)
    {
        writer.Write(memory.Graph.Count);
        writer.Write(vehicles.Length);
        writer.Write(memory.Dynamics.HotelPerS);
        writer.Write(memory.Dynamics.DrivePerS);
        var edges = memory.DrivenEdges.ToArray();
        writer.Write(edges.Length);
        foreach (var edge in edges)
        {
            writer.Write(edge);
            Save(writer, memory.SafeSet(edge / memory.Graph.Count, edge % memory.Graph.Count));
        }

        for (var from = 0; from < memory.Graph.Count; from++)
        {
            for (var to = 0; to < memory.Graph.Count; to++)
            {
                for (var c = 0; c < CapacityLimits.Count; c++)
                    writer.Write(memory.Estimate[from, to, c]);
            }
        }

        writer.Write(iterations.Count);
        foreach (var iteration in iterations)
            Save(writer, iteration);
        var words = new ulong[Linalg.Xoshiro256.StateWords];
        foreach (var vehicle in vehicles)
        {
            vehicle.Noise.Save(words);
            foreach (var word in words)
                writer.Write(word);
        }
    }

    /// <exception cref="CheckpointException">Of another graph or fleet.</exception>
    public static void Load(BinaryReader reader, DeliveryMemory memory, List<DeliveryIteration> iterations, DeliveryVehicle[] vehicles)
    {
        var (nodes, agents) = (reader.ReadInt32(), reader.ReadInt32());
        if (nodes != memory.Graph.Count || agents != vehicles.Length)
        {
            throw new CheckpointException(
                $"The checkpoint is of {agents} agents on {nodes} nodes, not of {vehicles.Length} on {memory.Graph.Count}.");
        }

        (memory.Dynamics.HotelPerS, memory.Dynamics.DrivePerS) = (reader.ReadDouble(), reader.ReadDouble());
        var nx = memory.Dynamics.StateCount;
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var edge = reader.ReadInt32();
            if (edge < 0 || edge >= nodes * nodes)
                throw new CheckpointException($"The checkpoint holds edge {edge} of {nodes} nodes.");
            memory.Store(edge / nodes, edge % nodes, LoadSet(reader, nx));
        }

        for (var from = 0; from < nodes; from++)
        {
            for (var to = 0; to < nodes; to++)
            {
                for (var c = 0; c < CapacityLimits.Count; c++)
                    memory.Estimate[from, to, c] = Estimate(reader);
            }
        }

        iterations.Clear();
        memory.Iterations.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var iteration = LoadIteration(reader, nx, nodes);
            iterations.Add(iteration);
            memory.Iterations.Add([.. iteration.Agents.Select(agent => agent.Route)]);
        }

        var words = new ulong[Linalg.Xoshiro256.StateWords];
        foreach (var vehicle in vehicles)
        {
            for (var i = 0; i < words.Length; i++)
                words[i] = reader.ReadUInt64();
            if (!vehicle.Noise.Restore(words))
                throw new CheckpointException("The checkpoint holds no state of a generator.");
        }
    }

    private static int Node(BinaryReader reader, int nodes)
    {
        var node = reader.ReadInt32();
        return node >= 0 && node < nodes ? node : throw new CheckpointException($"The checkpoint holds node {node} of {nodes}.");
    }

    // Infinite where there is no edge.
    private static double Estimate(BinaryReader reader)
    {
        var value = reader.ReadFigure();
        return value >= 0 ? value : throw new CheckpointException($"The checkpoint holds an estimate of {value}.");
    }

    private static void Save(BinaryWriter writer, EdgeSafeSet set)
    {
        writer.Write(set.Steps);
        Save(writer, set.States.AsSpan(0, (set.Steps + 1) * set.StateCount));
        Save(writer, set.Inputs.AsSpan(0, set.Steps * VehicleDynamics.InputCount));
        Save(writer, set.Battery.AsSpan(0, set.Steps + 1));
    }

    private static EdgeSafeSet LoadSet(BinaryReader reader, int nx)
    {
        var steps = reader.ReadInt32();
        if (steps is < 1 or > EdgeSize.MostPeriods)
            throw new CheckpointException($"The checkpoint holds a traversal of {steps} periods.");
        var set = new EdgeSafeSet(nx, steps) { Steps = steps };
        foreach (var values in new[] { set.States, set.Inputs, set.Battery })
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = reader.ReadDouble();
        }

        return set;
    }

    private static void Save(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            writer.Write(value);
    }

    private static void Save(BinaryWriter writer, DeliveryIteration iteration)
    {
        writer.Write(iteration.Agents.Count);
        foreach (var agent in iteration.Agents)
        {
            writer.Write(agent.Route.Length);
            foreach (var node in agent.Route)
                writer.Write(node);
            writer.Write(agent.TimeS);
            writer.Write(agent.Battery);
            writer.Write(agent.CameHome);
        }

        writer.Write(iteration.Traversals.Count);
        foreach (var one in iteration.Traversals)
        {
            foreach (var number in new[] { one.Agent, one.From, one.To, one.InfeasibleSteps, one.OffPlanSteps, one.Qps })
                writer.Write(number);
            foreach (var number in new[] { one.TimeS, one.Battery, one.ArrivalErrorM, one.StepMsSum, one.StepMsMax })
                writer.Write(number);
            Save(writer, one.Driven);
        }

        foreach (var number in new[] { iteration.CapacityIncreases, iteration.InfeasiblePlans, iteration.Replans })
            writer.Write(number);
        writer.Write(iteration.ReplanMsMax);
        writer.Write(iteration.Notices.Count);
        foreach (var notice in iteration.Notices)
            writer.Write(notice);
    }

    private static DeliveryIteration LoadIteration(BinaryReader reader, int nx, int nodes)
    {
        var agents = new DeliveryAgentResult[reader.ReadCount()];
        for (var a = 0; a < agents.Length; a++)
        {
            var route = new int[reader.ReadCount()];
            for (var i = 0; i < route.Length; i++)
                route[i] = Node(reader, nodes);
            agents[a] = new DeliveryAgentResult(route, reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean());
        }

        var traversals = new EdgeTraversal[reader.ReadCount()];
        for (var i = 0; i < traversals.Length; i++)
        {
            traversals[i] = new EdgeTraversal
            {
                Agent = reader.ReadInt32(),
                From = Node(reader, nodes),
                To = Node(reader, nodes),
                InfeasibleSteps = reader.ReadInt32(),
                OffPlanSteps = reader.ReadInt32(),
                Qps = reader.ReadInt32(),
                TimeS = reader.ReadDouble(),
                Battery = reader.ReadDouble(),
                ArrivalErrorM = reader.ReadDouble(),
                StepMsSum = reader.ReadDouble(),
                StepMsMax = reader.ReadDouble(),
                Driven = LoadSet(reader, nx),
            };
        }

        return new DeliveryIteration
        {
            Agents = agents,
            Traversals = traversals,
            CapacityIncreases = reader.ReadInt32(),
            InfeasiblePlans = reader.ReadInt32(),
            Replans = reader.ReadInt32(),
            ReplanMsMax = reader.ReadDouble(),
            Notices = [.. Enumerable.Range(0, reader.ReadCount()).Select(_ => reader.ReadString())],
        };
    }
}
