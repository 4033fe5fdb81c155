using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RuinAndRecreateTests
{
    [Theory]
    [InlineData(0.0, 1, 25.0)]
    [InlineData(0.3, 2, 12.0)]
    [InlineData(0.0, 4, 8.0)]
    [InlineData(0.2, 60, 16.0)]
    public void Routes_stay_consistent_and_within_the_limit(double uphill, int agents, double limit)
    {
        var problem = LargeProblem.Of(9, 60, agents, limit, uphill);
        var matrix = LargeProblem.Matrix(problem);
        var builder = new RouteBuilder(matrix, new Xoshiro256(5));
        var rebuild = new RuinAndRecreate(matrix, builder);
        var routes = new TeamRoutes(matrix);
        Assert.True(routes.IsWithinLimit());
        for (var step = 0; step < 1500; step++)
        {
            rebuild.Run(routes);
            LargeProblem.AssertConsistent(matrix, routes);
            Assert.True(routes.IsWithinLimit());
        }

        Assert.True(routes.Visited > 3);
    }
}
