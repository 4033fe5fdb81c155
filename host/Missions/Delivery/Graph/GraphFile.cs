using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Graph;

/// <summary>Loads a task graph or an orienteering instance from any of the formats known, each as what the caller needs.</summary>
public static class GraphFile
{
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>A task graph to drive: YAML, or an instance whose unit of length is taken for a metre.</summary>
    /// <exception cref="MaeException">Exit code 3; with file:line:column.</exception>
    public static TaskGraph LoadGraph(string path)
    {
        if (IsYaml(path))
            return ReadYaml(path);
        var problem = ReadInstance(path);
        if (problem.Positions.Count == 0)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE246", $"{path} gives costs but no positions: nobody can drive it.",
                $"Plan on it: mae route {path}");
        }

        if (problem.Start != problem.End)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE246", $"{path} ends at another node than it starts at: rovers come home to one depot.",
                $"Plan on it: mae route {path}");
        }

        var vehicle = new VehicleLimits();
        var timeS = (double.IsFinite(problem.Limit) ? problem.Limit : throw NoLimit(path)) / vehicle.ConservativeSpeedMS;
        if (problem.Count > TaskGraphReader.MaxNodes)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE250",
                $"{path} has {problem.Count} nodes; to be driven a graph has {TaskGraphReader.MaxNodes} at most.",
                $"Plan on it: mae route {path}");
        }

        var graph = new TaskGraph(
            problem.Name,
            [.. problem.Positions.Select((at, i) => new TaskNode(problem.Names[i], at.X, at.Y, i == problem.Start ? 0 : problem.Score[i]))],
            problem.Start)
        {
            Limits = new CapacityLimits(timeS, timeS * vehicle.DrawPerS(vehicle.ConservativeSpeedMS)),
            Vehicle = vehicle,
        };
        return EdgeSize.TooLong(graph) is { } edge
            ? throw new MaeException(
                ExitCode.Configuration, "MAE250", $"{path}: {TooLong(graph, edge)}",
                $"Correct the coordinates; or plan on it: mae route {path}")
            : graph;
    }

    /// <summary>A sentence on an edge of <see cref="EdgeSize.TooLong"/>.</summary>
    public static string TooLong(TaskGraph graph, (int From, int To, double Periods) edge) => string.Create(
        CultureInfo.InvariantCulture,
        $"The way from {graph.Nodes[edge.From].Name} to {graph.Nodes[edge.To].Name} is {graph.DistanceM(edge.From, edge.To):G6} m long "
        + $"and takes {edge.Periods:G3} control periods; {EdgeSize.MostPeriods} are the most.");

    /// <summary>An instance to plan on. A task graph becomes one in seconds at a steady speed, its limit the scarcer of time and
    /// battery.</summary>
    /// <param name="speedMS">Of a task graph; null: its conservative speed.</param>
    /// <exception cref="MaeException">Exit code 3; with file:line:column. Exit code 2: a speed for an instance.</exception>
    public static OrienteeringProblem LoadProblem(string path, double? speedMS)
    {
        if (!IsYaml(path))
        {
            return speedMS is null ? ReadInstance(path) : throw new MaeException(
                ExitCode.Usage,
                "MAE002",
                $"--speed is for task graphs (.yaml): {path} is an instance, whose costs are no metres to drive at a speed.",
                $"Leave --speed out: mae route {path}");
        }

        var graph = ReadYaml(path);
        var speed = Math.Min(speedMS ?? graph.Vehicle.ConservativeSpeedMS, graph.Vehicle.SpeedMaxMS);
        var cost = new double[graph.Count * graph.Count];
        for (var i = 0; i < graph.Count; i++)
        {
            for (var j = 0; j < graph.Count; j++)
                cost[(i * graph.Count) + j] = i == j ? 0 : graph.HasEdge(i, j) ? graph.DistanceM(i, j) / speed : double.PositiveInfinity;
        }

        var limitS = Math.Min(graph.Limits.TimeS, graph.Limits.Battery / Math.Max(1e-12, graph.Vehicle.DrawPerS(speed)));
        return new OrienteeringProblem(
            graph.Name, cost, [.. graph.Nodes.Select((node, i) => i == graph.Depot ? 0 : node.Score)], graph.Depot, graph.Depot, limitS,
            Math.Max(1, graph.FirstRoutes.Count))
        {
            MayPass = true,
            Names = [.. graph.Nodes.Select(node => node.Name)],
            Positions = [.. graph.Nodes.Select(node => (node.XM, node.YM))],
            CostUnit = "s",
        };
    }

    public static MaeException NoLimit(string path) =>
        new(
            ExitCode.Configuration, "MAE248", $"{path} has no COST_LIMIT.",
            $"Say how far a route may be: mae route {path} --budget NUMBER");

    private static bool IsYaml(string path) => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml";

    private static TaskGraph ReadYaml(string path)
    {
        var graph = TaskGraphReader.Read(Text(path), path, out var problems);
        return problems.Count == 0 ? graph : throw Fleet.FleetProblem.ToException(problems);
    }

    private static OrienteeringProblem ReadInstance(string path)
    {
        try
        {
            return OrienteeringReader.Read(Text(path), Path.GetFileNameWithoutExtension(path));
        }
        catch (InstanceException exception)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE246", $"{path}:{exception.Line}:{exception.Column}: {exception.What}", exception.Next,
                exception);
        }
    }

    private static string Text(string path)
    {
        try
        {
            if (InputFile.Missing(path) is { } missing)
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE200", missing,
                    "Graphs are .yaml, .oplib, .tsp or text instances; host/Worlds/Delivery/README.md shows each.");
            }

            return InputFile.Text(path, MaxBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE200", $"{path} cannot be read.", "Correct the path or the file's permissions.", exception);
        }
    }
}
