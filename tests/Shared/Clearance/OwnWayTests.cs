using MultiAgentEdge.Clearance;

namespace MultiAgentEdge.Tests.Shared.Clearance;

public class OwnWayTests
{
    [Fact]
    public void The_advance_is_the_farthest_along_a_direction_since_one_of_the_last_ticks_and_vanishes_at_rest()
    {
        var way = new OwnWay();
        Assert.Equal(0, way.Advance(1, 0, 5));
        way.Add(0, 0);
        Assert.Equal(0, way.Advance(1, 0, 5));
        foreach (var x in new[] { 0.1, 0.3, 0.2 })
            way.Add(x, 1);
        Assert.Equal(0.2, way.Advance(1, 0, 5), 12);
        Assert.Equal(0.1, way.Advance(1, 0, 2), 12);
        Assert.Equal(0.1, way.Advance(-1, 0, 5), 12);
        Assert.Equal(0, way.Advance(0, -1, 5));
        for (var tick = 0; tick < 6; tick++)
            way.Add(0.2, 1);
        Assert.Equal(0, way.Advance(1, 0, 5));
        way.Clear();
        way.Add(9, 9);
        Assert.Equal(0, way.Advance(1, 0, 5));
    }

    [Fact]
    public void It_keeps_as_many_ticks_as_it_says()
    {
        var way = new OwnWay();
        for (var tick = 0; tick < 3 * OwnWay.Capacity; tick++)
            way.Add(tick, 0);
        Assert.Equal(OwnWay.Capacity, way.Count);
        Assert.Equal(OwnWay.Capacity - 1, way.Advance(1, 0, 1000), 12);
    }
}
