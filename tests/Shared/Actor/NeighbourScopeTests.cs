using MultiAgentEdge.Actor;

namespace MultiAgentEdge.Tests.Shared.Actor;

public class NeighbourScopeTests
{
    private static double[] Shown(NeighbourScope scope, double x = 0)
    {
        scope.Select(x, 0);
        return [.. Enumerable.Range(0, scope.Count).Select(scope.SeenX)];
    }

    [Fact]
    public void The_nearest_come_first_and_no_more_than_the_limit()
    {
        var scope = new NeighbourScope(5, 3);
        double[] x = [4, -1, 2, 3, 0.5];
        for (var i = 0; i < x.Length; i++)
            scope.Set(i, x[i], 0);

        Assert.Equal([0.5, -1, 2], Shown(scope));
        Assert.Equal(3, scope.InRange);
    }

    [Fact]
    public void Ties_go_to_the_lower_slot()
    {
        var scope = new NeighbourScope(3, 2);
        scope.Set(2, 1, 0);
        scope.Set(0, -1, 0);
        scope.Set(1, 1, 0);

        Assert.Equal([-1.0, 1], Shown(scope));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_leaves_the_range_is_shown_where_it_was_last_seen_after_those_in_range(bool memory)
    {
        var scope = new NeighbourScope(3, 2) { RangeM = 1, HasMemory = memory };
        scope.Set(0, 0.2, 0);
        scope.Set(1, 0.9, 0);
        Assert.Equal([0.2, 0.9], Shown(scope));

        scope.Set(0, 5, 0);
        Assert.Equal(memory ? [0.9, 0.2] : [0.9], Shown(scope));
        Assert.Equal(1, scope.InRange);

        // Seen again: it stands where it is now.
        Assert.Equal(memory ? [5, 0.9] : [5.0], Shown(scope, 4.5));
    }

    [Fact]
    public void Who_was_never_in_range_is_not_shown()
    {
        var scope = new NeighbourScope(2, 2) { RangeM = 1, HasMemory = true };
        scope.Set(0, 3, 0);
        Assert.Empty(Shown(scope));
    }

    [Fact]
    public void Who_is_removed_is_forgotten_until_it_is_set_again()
    {
        var scope = new NeighbourScope(2, 2) { RangeM = 1, HasMemory = true };
        scope.Set(0, 0.5, 0);
        Shown(scope);
        scope.Remove(0);
        Assert.Empty(Shown(scope));
        scope.Set(0, 3, 0);
        Assert.Empty(Shown(scope));
        scope.Set(0, 0.25, 0);
        Assert.Equal([0.25], Shown(scope));
    }
}
