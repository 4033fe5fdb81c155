using IceSledges;

namespace Examples.Tests;

public sealed class SledgeTests
{
    private static readonly SledgeOptions Calm = new() { GustMS = 0 };

    [Fact]
    public void The_wind_carries_it_until_it_moves_with_it()
    {
        var sledge = new Sledge(Calm with { InputTimeoutUs = long.MaxValue });
        Assert.True(sledge.TryActuate([0]));
        sledge.AdvanceTo(2_000_000_000);
        Assert.Equal(Calm.WindMeanMS, sledge.SpeedMS, 0.05);
    }

    // v' = u - c v^2 from rest without wind (a breath: nought is no wind): v = s tanh(u t / s), s = sqrt(u / c).
    [Fact]
    public void It_speeds_up_as_its_equation_says()
    {
        var sledge = new Sledge(Calm with { WindMeanMS = 1e-9, InputTimeoutUs = long.MaxValue });
        sledge.TryActuate([0.8]);
        sledge.AdvanceTo(10_000_000);
        var limitMS = Math.Sqrt(0.8 / Calm.DragPerM);
        Assert.Equal(limitMS * Math.Tanh(0.8 * 10 / limitMS), sledge.SpeedMS, 0.01);
    }

    [Fact]
    public void Claws_hold_it_until_the_next_input_and_come_down_when_nobody_steers()
    {
        var sledge = new Sledge(Calm);
        sledge.AdvanceTo(1_000_000);
        Assert.Equal((0, 0), (sledge.PositionM, sledge.SpeedMS));
        sledge.TryActuate([1]);
        sledge.AdvanceTo(1_400_000);
        var speedMS = sledge.SpeedMS;
        Assert.True(speedMS > 0.2);
        Assert.False(sledge.TryActuate([double.NaN]));
        Assert.True(sledge.ClawsAreDown);
        sledge.TryActuate([1]);
        sledge.AdvanceTo(1_800_000);
        Assert.False(sledge.ClawsAreDown);
        sledge.AdvanceTo(2_000_000);
        Assert.Equal((true, 0), (sledge.ClawsAreDown, sledge.SpeedMS));
    }

    [Fact]
    public void The_steps_that_time_is_passed_in_change_nothing()
    {
        Sledge once = new(new SledgeOptions()), often = new(new SledgeOptions());
        foreach (var sledge in new[] { once, often })
            sledge.TryActuate([0.5]);
        once.AdvanceTo(400_000);
        for (var us = 0; us <= 400_000; us += 1_000)
            often.AdvanceTo(us);
        Assert.Equal(once.PositionM, often.PositionM);
    }
}
