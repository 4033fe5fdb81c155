using MultiAgentEdge.Clearance;

namespace MultiAgentEdge.Tests.Shared.Clearance;

public class RightOfWayTests
{
    private readonly ClearanceOptions options = new();

    [Fact]
    public void Who_does_not_come_on_reserves_the_way_ahead_and_gives_it_up_after_a_while()
    {
        var way = new RightOfWay(options);
        var waited = Until(way, () => way.Reserves);
        Assert.InRange(waited, 4.0, 15.0);
        Assert.Equal((0.4, 0.0), (Math.Round(way.AimX, 9), Math.Round(way.AimY, 9)));
        Assert.InRange(Until(way, () => !way.Reserves), 5.5, 6.5);
    }

    [Fact]
    public void Who_drives_or_wants_nothing_reserves_nothing()
    {
        var way = new RightOfWay(options);
        for (var tick = 0; tick < 200; tick++)
        {
            way.Begin(0, 0, 0.3, 0, 0.4, 0, 0.4, 0.5);
            way.End();
            Assert.False(way.Reserves);
        }

        for (var tick = 0; tick < 200; tick++)
        {
            way.Begin(0, 0, 0, 0, 0.01, 0, 0.4, 0.5);
            way.End();
            Assert.False(way.Reserves);
        }
    }

    [Fact]
    public void Who_stands_on_a_reserved_way_leaves_to_its_side_and_hands_the_need_on()
    {
        var way = new RightOfWay(options);
        way.Begin(0, 0.1, 0, 0, 0, 0, 0.4, 0.9);
        way.Consider(-0.3, 0, 0.4, 0, 0.1, 0.25);
        way.End();
        Assert.True(way is { Yields: true, Reserves: true });
        Assert.True(way.Wy > 0.2 && Math.Abs(way.Wx) < 1e-9);
        Assert.True(way.AimY > 0 && way.Rank < 0.25 && way.Rank > 0.24);
    }

    [Fact]
    public void Who_is_beside_a_reserved_way_does_not_drive_onto_it_but_may_leave()
    {
        var way = new RightOfWay(options);
        way.Begin(0, 0.38, 0, 0, 0.1, -0.3, 0.4, 0.9);
        way.Consider(-0.3, 0, 0.4, 0, 0.1, 0.25);
        way.End();
        Assert.Equal((0.1, 0.0, false), (way.Wx, Math.Round(way.Wy, 12), way.Reserves));
        way.Begin(0, 0.38, 0, 0, 0.1, 0.3, 0.4, 0.9);
        way.Consider(-0.3, 0, 0.4, 0, 0.1, 0.25);
        way.End();
        Assert.Equal((0.1, 0.3), (way.Wx, way.Wy));
    }

    [Fact]
    public void Of_two_reservations_the_higher_rank_counts_and_far_ones_do_not()
    {
        var way = new RightOfWay(options);
        Until(way, () => way.Reserves, rank: 0.5);
        way.Begin(0, 0, 0, 0, 0.4, 0, 0.4, 0.5);
        way.Consider(0.3, 0, -0.4, 0, 0.1, 0.4);
        way.End();
        Assert.True(way is { Yields: false, Reserves: true });
        way.Begin(0, 0, 0, 0, 0.4, 0, 0.4, 0.5);
        way.Consider(0.3, 0, -0.4, 0, 0.1, 0.6);
        way.Consider(5, 5, -0.4, 0, 0.1, 0.9);
        way.End();
        Assert.True(way is { Yields: true, Reserves: true });
        Assert.InRange(way.Rank, 0.59, 0.6);
    }

    private double Until(RightOfWay way, Func<bool> reached, double rank = 0.5)
    {
        for (var tick = 1; tick < 1000; tick++)
        {
            way.Begin(0, 0, 0, 0, 0.4, 0, 0.4, rank);
            way.End();
            if (reached())
                return tick * options.PeriodS;
        }

        return double.PositiveInfinity;
    }
}
