using System.Globalization;
using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Tests.Host.Training.Rewards;

public sealed class WeightBoundTests
{
    [Theory]
    [InlineData(0.035008827, "0.03501", "0.035")]
    [InlineData(12.474573862943787, "12.48", "12.47")]
    [InlineData(-0.13333333333333333, "-0.1333", "-0.1334")]
    [InlineData(-0.12, "-0.12", "-0.12")]
    [InlineData(9.99996, "10", "9.999")]
    [InlineData(1234567.0, "1.235E+06", "1.234E+06")]
    [InlineData(-0.0, "0", "0")]
    public void Numbers_are_rounded_to_the_side_asked_for(double value, string notBelow, string notAbove)
    {
        Assert.Equal(notBelow, WeightBound.NotBelow(value));
        Assert.Equal(notAbove, WeightBound.NotAbove(value));
        Assert.True(double.Parse(notBelow, CultureInfo.InvariantCulture) >= value);
        Assert.True(double.Parse(notAbove, CultureInfo.InvariantCulture) <= value);
    }
}
