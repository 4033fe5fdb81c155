using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Tests.Shared.Safety;

public class SensorCheckTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(10.001)]
    [InlineData(-10.001)]
    public void What_cannot_be_is_invalid_in_the_same_period(double bad)
    {
        var check = new SensorCheck([-10, -10], [10, 10], 3);
        Assert.Equal(FaultFlags.None, check.Check([1, 10], true));
        Assert.Equal(FaultFlags.SensorInvalid, check.Check([1, bad], true));
        Assert.Equal(FaultFlags.SensorInvalid, check.Check([bad, 1], false));
    }

    [Fact]
    public void Whether_a_reading_can_be_is_answered_without_counting_it()
    {
        var check = new SensorCheck([-10], [10], 1);
        check.Check([1], true);
        Assert.True(check.IsPlausible([1]));
        Assert.False(check.IsPlausible([double.NaN]));
        Assert.False(check.IsPlausible([10.001]));
        Assert.Equal(FaultFlags.None, check.Check([2], true));
        Assert.Equal(FaultFlags.SensorStuck, check.Check([2], true));
    }

    [Fact]
    public void The_same_bits_while_driven_are_stuck()
    {
        var check = new SensorCheck([-10, -10], [10, 10], 3);
        Assert.Equal(FaultFlags.None, check.Check([1, 2], true));
        Assert.Equal(FaultFlags.None, check.Check([1, 2], true));
        Assert.Equal(FaultFlags.None, check.Check([1, 2], true));
        Assert.Equal(FaultFlags.SensorStuck, check.Check([1, 2], true));
        Assert.Equal(FaultFlags.SensorStuck, check.Check([1, 2], true));
        Assert.Equal(FaultFlags.None, check.Check([1, 2.000001], true));
    }

    [Fact]
    public void A_rover_at_rest_may_read_the_same_for_ever()
    {
        var check = new SensorCheck([-10], [10], 3);
        for (int i = 0; i < 100; i++)
            Assert.Equal(FaultFlags.None, check.Check([0], false));
    }

    [Fact]
    public void Zero_periods_switch_the_rule_off()
    {
        var check = new SensorCheck([-10], [10], 0);
        for (int i = 0; i < 100; i++)
            Assert.Equal(FaultFlags.None, check.Check([0], true));
    }
}
