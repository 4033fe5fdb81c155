using MultiAgentEdge.Host.Cluster;

namespace MultiAgentEdge.Tests.Host.Cluster;

public sealed class FleetCensusTests
{
    private readonly FleetCensus census = new(TimeProvider.System);

    [Fact]
    public void Fleets_that_come_at_once_are_spread_over_the_silos()
    {
        var where = Enumerable.Range(1, 9).Select(n => census.Place($"lab-{n}", ["c", "a", "b"])).ToList();
        Assert.All(where.GroupBy(silo => silo), group => Assert.Equal(3, group.Count()));
        // Asked again, a fleet stays counted once.
        Assert.Equal("a", census.Place("lab-1", ["a", "b", "c"]));
    }

    [Fact]
    public void A_silo_that_has_fleets_already_gets_the_next_one_last_and_one_that_is_gone_does_not_count()
    {
        census.Known = [Entry("one", "a"), Entry("two", "a"), Entry("three", "b"), Entry("four", "gone"), Entry("five", "gone")];
        Assert.Equal("c", census.Place("four", ["a", "b", "c"]));
        Assert.Equal("b", census.Place("five", ["a", "b"]));
        Assert.Equal(["a"], [census.Place("six", ["a"])]);
    }

    // Else a full silo that has as few fleets as another, and comes before it, would be asked for ever.
    [Fact]
    public void A_silo_that_refused_one_is_passed_over_while_another_is_there()
    {
        census.Known = [Entry("one", "a"), Entry("two", "b")];
        Assert.Equal("a", census.Place("three", ["a", "b"]));
        census.Refuse("a");
        Assert.Equal("b", census.Place("three", ["a", "b"]));
        Assert.Equal("a", census.Place("three", ["a"]));
    }

    private static FleetEntry Entry(string name, string holder) => new(name, "", "", null, holder);
}
