using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Tests.Host.Web.Live;

public sealed class SignalHistoryTests
{
    [Fact]
    public void The_ring_keeps_the_newest_and_says_nothing_where_nothing_was_said()
    {
        var history = new SignalHistory(4);
        for (var k = 1; k <= 6; k++)
        {
            history.Begin(100 * k);
            history.Set(0, "x", k);
            if (k % 2 == 0)
                history.Set(2, "y", -k);
        }

        var (times, values) = history.After(-1, [(0, "x"), (2, "y"), (1, "x"), (0, "z")], 100);
        Assert.Equal([300, 400, 500, 600], times);
        Assert.Equal([3f, 4, 5, 6], values[0]);
        Assert.Equal([float.NaN, -4, float.NaN, -6], values[1]);
        Assert.All(values[2].Concat(values[3]), value => Assert.True(float.IsNaN(value)));
        Assert.Equal(["x", "y"], history.Names);
    }

    [Fact]
    public void Since_is_left_out_and_too_many_are_thinned_with_the_newest_kept()
    {
        var history = new SignalHistory(100);
        for (var k = 1; k <= 50; k++)
        {
            history.Begin(k);
            history.Set(0, "x", k);
        }

        Assert.Equal([49, 50], history.After(48, [(0, "x")], 100).TimesMs);
        Assert.Empty(history.After(50, [(0, "x")], 100).TimesMs);
        var (times, values) = history.After(-1, [(0, "x")], 10);
        Assert.Equal(10, times.Length);
        Assert.Equal((50, 50f), (times[^1], values[0][^1]));
    }

    [Fact]
    public void What_is_no_number_and_what_is_too_much_fills_nothing()
    {
        var history = new SignalHistory(2);
        history.Set(0, "early", 1);
        history.Begin(1);
        history.Set(0, "nan", double.NaN);
        for (var k = 0; k < 500; k++)
            history.Set(0, $"s{k}", k);
        Assert.Equal(96, history.Names.Count);
        Assert.DoesNotContain("nan", history.Names);
    }
}
