using MultiAgentEdge.Host.Missions.Delivery.Run;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Run;

/// <summary>What other tests hold to zero has to count.</summary>
public class DeliveryContactsTests
{
    private const double RadiusM = 0.1;

    [Fact]
    public void Discs_that_come_together_and_part_touch_once()
    {
        (double, double)[][] tracks =
            [[(0, 0), (1, 0)], [(0.3, 0), (0.7, 0)], [(0.45, 0), (0.55, 0)], [(0.45, 0), (0.5, 0)], [(0, 0), (1, 0)]];
        Assert.Equal(1, DeliveryContacts.Count(tracks, RadiusM));
        // Again is another touch.
        Assert.Equal(2, DeliveryContacts.Count([.. tracks, .. tracks[1..]], RadiusM));
    }

    [Fact]
    public void Through_each_other_between_two_periods_is_a_touch() =>
        Assert.Equal(1, DeliveryContacts.Count([[(0, 0), (1, 0)], [(1, 0), (0, 0)]], RadiusM));

    [Fact]
    public void Each_pair_counts() =>
        Assert.Equal(3, DeliveryContacts.Count([[(0, 0), (1, 0), (0, 1)], [(0, 0), (0.1, 0), (0, 0.1)]], RadiusM));

    [Theory]
    [InlineData(0.21, 0)] // a centimetre of air
    [InlineData(0.19, 1)]
    public void Passing_by_is_measured_where_it_is_nearest(double apartM, int contacts) =>
        Assert.Equal(contacts, DeliveryContacts.Count([[(-1, 0), (0, apartM)], [(1, 0), (0, apartM)]], RadiusM));

    [Fact]
    public void Points_touch_nobody_and_what_is_not_known_is_no_touch()
    {
        Assert.Equal(0, DeliveryContacts.Count([[(0, 0), (0, 0)], [(0, 0), (0, 0)]], 0));
        Assert.Equal(0, DeliveryContacts.Count([[(0, 0), (double.NaN, double.NaN)], [(0, 0), (double.NaN, double.NaN)]], RadiusM));
        Assert.Equal(0, DeliveryContacts.Count([], RadiusM));
    }
}
