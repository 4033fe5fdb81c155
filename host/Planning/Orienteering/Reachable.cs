using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>Which nodes a route can visit at all: by the shortest way out and the shortest way on to the end, through whatever nodes these
/// lead.</summary>
internal static class Reachable
{
    /// <summary>In ascending order, start and end left out, nodes without score included: a way may lead through them.</summary>
    public static int[] Of(OrienteeringProblem problem)
    {
        var limit = problem.Limit + 1e-9;
        var (there, back) = (ShortestWays.From(problem, problem.Start, limit), ShortestWays.To(problem, problem.End, limit));
        return [.. Enumerable
            .Range(0, problem.Count)
            .Where(node => node != problem.Start && node != problem.End && there[node] + back[node] <= limit)];
    }

    /// <summary>Those with a score.</summary>
    public static int[] Scoring(OrienteeringProblem problem) => [.. Of(problem).Where(node => problem.Score[node] > 0)];
}
