using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RoutePoolTests
{
    [Fact]
    public void A_team_gets_the_best_routes_that_others_had()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(41, 80, 2, limit: 14));
        var builder = new RouteBuilder(matrix, new Xoshiro256(3));
        var (pool, start, rebuild) = (new RoutePool(matrix, builder), new RouteStart(matrix, builder),
            new RuinAndRecreate(matrix, builder));
        var (team, poor, best) = (new TeamRoutes(matrix), new TeamRoutes(matrix), 0.0);
        for (var i = 0; i < 20; i++)
        {
            start.Make(team, regions: 2, spread: 3, () => false);
            for (var k = 0; k < 50; k++)
                rebuild.Run(team);
            pool.Add(team);
            best = Math.Max(best, team.Score);
        }

        start.Make(poor, regions: 0, spread: 1, () => false);
        poor.RemoveRange(0, 1, poor.Length[0] - 2);
        var found = 0.0;
        for (var i = 0; i < 20; i++)
        {
            team.CopyFrom(poor);
            if (!pool.Exchange(team))
                continue;
            LargeProblem.AssertConsistent(matrix, team);
            Assert.True(team.IsWithin(matrix.Problem.Limit));
            found = Math.Max(found, team.Score);
        }

        Assert.True(found > 0.95 * best, $"{found} of {best}");
    }

    [Theory]
    [InlineData(3, 0.0)]
    [InlineData(6, 0.3)]
    public void Exchanges_keep_teams_whole(int agents, double uphill)
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(42, 70, agents, limit: 12, uphill: uphill));
        var builder = new RouteBuilder(matrix, new Xoshiro256(4));
        var (pool, start, team, exchanged) = (new RoutePool(matrix, builder), new RouteStart(matrix, builder), new TeamRoutes(matrix), 0);
        // More routes than it holds.
        for (var i = 0; i < 250; i++)
        {
            start.Make(team, regions: 2, spread: 3, () => false);
            pool.Add(team);
            var before = team.ToArrays();
            if (!pool.Exchange(team))
                continue;
            LargeProblem.AssertConsistent(matrix, team);
            Assert.True(team.IsWithin(matrix.Problem.Limit));
            exchanged += team.ToArrays().All(route => before.Any(route.SequenceEqual)) ? 0 : 1;
        }

        Assert.True(exchanged > 100, $"{exchanged}");
    }

    [Fact]
    public void One_route_or_an_empty_pool_has_nothing_to_exchange()
    {
        foreach (var agents in new[] { 1, 3 })
        {
            var matrix = LargeProblem.Matrix(LargeProblem.Of(43, 30, agents, limit: 12));
            var builder = new RouteBuilder(matrix, new Xoshiro256(5));
            Assert.False(new RoutePool(matrix, builder).Exchange(new TeamRoutes(matrix)));
        }
    }
}
