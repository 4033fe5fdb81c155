using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RouteBuilderTests
{
    [Fact]
    public void Filling_leaves_no_node_that_would_still_fit()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var matrix = LargeProblem.Matrix(LargeProblem.Of(seed, 50, 2, limit: 20));
            var builder = new RouteBuilder(matrix, new Xoshiro256(seed));
            var routes = new TeamRoutes(matrix);
            // One in a hundred is passed over for variety; twice is enough, and what is left is counted.
            for (var round = 0; round < 3; round++)
                builder.Fill(routes);
            LargeProblem.AssertConsistent(matrix, routes);
            Assert.True(routes.IsWithinLimit());
            builder.ClearCandidates();
            builder.AddAllAbsent(routes);
            Assert.Equal(matrix.Count - routes.Visited, builder.Candidates.Length);
            Assert.All(builder.Candidates.ToArray(), node => Assert.True(routes.Cheapest(node, 8).Route < 0, $"seed {seed}: {node} fits"));
        }
    }

    [Fact]
    public void A_candidate_is_added_once_and_sorted_by_its_key()
    {
        var builder = new RouteBuilder(LargeProblem.Matrix(LargeProblem.Of(1, 12, 1)), new Xoshiro256(1));
        builder.ClearCandidates();
        foreach (var node in new[] { 4, 2, 4, 7 })
            builder.Add(node);
        (builder.Keys[0], builder.Keys[1], builder.Keys[2]) = (3, 1, 2);
        builder.Sort();
        Assert.Equal([2, 7, 4], builder.Candidates.ToArray());
    }
}
