using Google.OrTools.ConstraintSolver;
using Google.Protobuf.WellKnownTypes;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Bench;

/// <summary>
/// The team orienteering problem as OR-Tools' routing library models it: a node may be left out at the price of its score, a dimension
/// limits each route. Its two usual forms are solved at the same time, a thread each, and the better counts: arcs that cost nothing, and
/// arcs whose lengths decide among equals.
/// </summary>
internal static class OrToolsRoutes
{
    // Costs are whole numbers there; rounded up, so that no route is over the limit.
    private const double Scale = 1000;

    /// <returns>Score, start and end counted; checked against the problem itself.</returns>
    public static double Score(OrienteeringProblem problem, TimeSpan time)
    {
        var scores = new double[2];
        Parallel.For(0, scores.Length, i => scores[i] = Score(problem, time, arcsCost: i == 1));
        return scores.Max();
    }

    private static double Score(OrienteeringProblem problem, TimeSpan time, bool arcsCost)
    {
        int[] starts = [.. Enumerable.Repeat(problem.Start, problem.Agents)];
        int[] ends = [.. Enumerable.Repeat(problem.End, problem.Agents)];
        using var manager = new RoutingIndexManager(problem.Count, problem.Agents, starts, ends);
        using var model = new RoutingModel(manager);
        var isWhole = problem.Cost.All(cost => cost == Math.Floor(cost));
        var scale = isWhole ? 1 : Scale;
        long Length(int from, int to) => (long)Math.Ceiling((Math.Min(problem.Between(from, to), 2 * problem.Limit) * scale) - 1e-9);
        var nodes = Enumerable.Range(0, problem.Count);
        // As a matrix: a callback into .NET for every arc would be most of the time.
        long[][] lengths = [.. nodes.Select(from => nodes.Select(to => Length(from, to)).ToArray())];

        var limit = (long)Math.Floor((problem.Limit * scale) + 1e-9);
        var transit = model.RegisterTransitMatrix(lengths);
        model.SetArcCostEvaluatorOfAllVehicles(arcsCost ? transit : model.RegisterUnaryTransitVector(new long[problem.Count]));
        model.AddDimension(transit, 0, limit, true, "length");
        // Any score is worth more than all lengths together.
        var worth = arcsCost ? (double)limit * problem.Agents : 1000;
        foreach (var node in nodes)
        {
            if (node != problem.Start && node != problem.End)
                model.AddDisjunction([manager.NodeToIndex(node)], (long)(problem.Score[node] * worth));
        }

        var parameters = operations_research_constraint_solver.DefaultRoutingSearchParameters();
        parameters.FirstSolutionStrategy = FirstSolutionStrategy.Types.Value.ParallelCheapestInsertion;
        parameters.LocalSearchMetaheuristic = LocalSearchMetaheuristic.Types.Value.GuidedLocalSearch;
        parameters.TimeLimit = Duration.FromTimeSpan(time);
        using var solution = model.SolveWithParameters(parameters);
        return solution is null ? problem.FixedScore : Counted(problem, manager, model, solution);
    }

    private static double Counted(OrienteeringProblem problem, RoutingIndexManager manager, RoutingModel model, Assignment solution)
    {
        var score = problem.FixedScore;
        for (var vehicle = 0; vehicle < problem.Agents; vehicle++)
        {
            var route = new List<int> { problem.Start };
            long Next(long index) => solution.Value(model.NextVar(index));
            for (var index = Next(model.Start(vehicle)); !model.IsEnd(index); index = Next(index))
            {
                route.Add(manager.IndexToNode(index));
                score += problem.Score[route[^1]];
            }

            route.Add(problem.End);
            if (problem.RouteCost(route) > problem.Limit + 1e-6)
            {
                throw new InvalidOperationException(
                    $"{problem.Name}: OR-Tools' route costs {problem.RouteCost(route)}, the limit is {problem.Limit}");
            }
        }

        return score;
    }
}
