using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Tests.Host.Coordination;

public class AddressedEpochTests
{
    private readonly AddressedEpoch epoch = new();

    [Fact]
    public void Begins_one_above_what_its_rover_heard()
    {
        epoch.Hear(41);
        epoch.Begin();

        Assert.Equal(42u, epoch.Value);
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 1)]
    [InlineData(0x80000000u)]
    [InlineData(AddressedEpoch.Ceiling)]
    public void What_no_coordinator_ever_reached_is_not_believed_before_or_after_the_beginning(uint forged)
    {
        epoch.Hear(7);
        epoch.Hear(forged);
        Assert.False(epoch.IsBelieved);
        epoch.Begin();
        Assert.Equal(8u, epoch.Value);

        epoch.Hear(forged);
        Assert.False(epoch.IsBelieved);
        Assert.Equal(8u, epoch.Value);
    }

    [Fact]
    public void Goes_above_another_coordinator_but_no_further_than_one_can_have_come()
    {
        epoch.Hear(10);
        epoch.Begin();

        epoch.Hear(20);
        Assert.Equal(21u, epoch.Value);

        epoch.Hear(21 + AddressedEpoch.FurthestAhead + 1);
        Assert.Equal(21u, epoch.Value);
    }

    [Fact]
    public void Comes_back_when_the_rover_itself_says_less()
    {
        epoch.Hear(10);
        epoch.Begin();
        epoch.Hear(11);

        epoch.Hear(500); // forged
        Assert.Equal(501u, epoch.Value);
        epoch.Hear(11); // the rover

        Assert.Equal(11u, epoch.Value);
    }

    [Fact]
    public void A_rover_that_restarted_is_addressed_as_before()
    {
        epoch.Hear(10);
        epoch.Begin();
        epoch.Hear(11);

        epoch.Hear(0);

        Assert.Equal(11u, epoch.Value);
    }

    [Fact]
    public void A_desired_set_counts_only_near_to_what_the_rover_says()
    {
        epoch.Hear(10);
        epoch.Retain(12);
        epoch.Begin();
        Assert.Equal(13u, epoch.Value);

        var garbage = new AddressedEpoch();
        garbage.Hear(10);
        garbage.Retain(uint.MaxValue);
        garbage.Begin();
        Assert.Equal(11u, garbage.Value);
    }

    [Fact]
    public void A_desired_set_that_is_heard_late_is_gone_above_too()
    {
        epoch.Begin();
        epoch.Retain(1);

        Assert.Equal(2u, epoch.Value);
    }

    [Fact]
    public void A_rover_that_has_just_rebooted_does_not_take_the_number_below_its_desired_set()
    {
        epoch.Retain(1);
        epoch.Begin();
        epoch.Hear(0);
        Assert.Equal(2u, epoch.Value);

        epoch.Hear(1);
        Assert.Equal(2u, epoch.Value);
        epoch.Hear(2);
        epoch.Hear(0);
        Assert.Equal(2u, epoch.Value);
    }

    [Fact]
    public void Is_never_zero_once_begun()
    {
        var random = new MultiAgentEdge.Linalg.Xoshiro256(3);
        epoch.Begin();
        for (var i = 0; i < 100_000; i++)
        {
            if (random.NextInt32(4) == 0)
                epoch.Retain((uint)random.NextInt32(40));
            epoch.Hear((uint)random.NextInt32(40));
            Assert.InRange(epoch.Value, 1u, AddressedEpoch.Ceiling);
        }
    }

    [Fact]
    public void Cannot_be_driven_to_its_end()
    {
        epoch.Begin();
        for (var i = 0; i < 10_000_000; i++)
            epoch.Hear(epoch.Value + AddressedEpoch.FurthestAhead);

        Assert.True(epoch.Value is > 0 and <= AddressedEpoch.Ceiling);
    }
}
