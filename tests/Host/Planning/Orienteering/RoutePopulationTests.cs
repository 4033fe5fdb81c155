using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RoutePopulationTests
{
    private readonly RouteMatrix matrix = LargeProblem.Matrix(LargeProblem.Of(31, 60, 2, limit: 25));

    [Fact]
    public void The_same_again_is_refused_and_what_is_like_a_member_takes_its_place_alone()
    {
        var population = Filled();
        var scores = Scores(population);
        var copy = new TeamRoutes(matrix);
        copy.CopyFrom(population[3]);
        Assert.False(population.Offer(copy));
        // One node less, in a route of many: much like it, and worse; though better than the worst member.
        copy.CopyFrom(population[Best(population)]);
        copy.RemoveRange(0, 1, 1);
        Assert.True(copy.IsBetterThan(population[Worst(population)]));
        Assert.False(population.Offer(copy));
        Assert.Equal(scores, Scores(population));
    }

    [Fact]
    public void A_better_one_replaces_the_member_that_it_is_like()
    {
        var population = Filled();
        var (best, better) = (Best(population), new TeamRoutes(matrix));
        better.CopyFrom(population[best]);
        population[best].RemoveRange(0, 1, 1);
        var scores = Scores(population);
        Assert.True(population.Offer(better));
        scores[best] = better.Score;
        Assert.Equal(scores, Scores(population));
    }

    [Fact]
    public void One_of_another_kind_replaces_the_worst()
    {
        var population = Filled();
        var (best, worst, other) = (Best(population), Worst(population), new TeamRoutes(matrix));
        other.CopyFrom(population[best]);
        population[best].Clear();
        Assert.Equal(0, population[Worst(population)].Score);
        Assert.True(population.Offer(other));
        Assert.Equal(other.Score, population[best].Score);
        Assert.Equal(worst, Worst(population));
    }

    [Theory]
    [InlineData(100, 2)]
    [InlineData(1000, 8)]
    [InlineData(100_000, 16)]
    public void Large_teams_are_fewer(long places, int teams) => Assert.Equal(teams, new RoutePopulation(matrix, places).Count);

    private RoutePopulation Filled()
    {
        var population = new RoutePopulation(matrix);
        var builder = new RouteBuilder(matrix, new Xoshiro256(7));
        var start = new RouteStart(matrix, builder);
        for (var i = 0; i < population.Count; i++)
            start.Make(population[i], regions: 3, spread: 3, () => false);
        return population;
    }

    private static double[] Scores(RoutePopulation population) =>
        [.. Enumerable.Range(0, population.Count).Select(i => population[i].Score)];

    private static int Best(RoutePopulation population) => Enumerable.Range(0, population.Count).MaxBy(i => population[i].Score);

    private static int Worst(RoutePopulation population) => Enumerable.Range(0, population.Count).MinBy(i => population[i].Score);
}
