using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

/// <summary>The driver against chips that answer by their makers' register maps.</summary>
public sealed class RegisterGyroscopeTests
{
    private double truthRadS;

    public static TheoryData<string> Chips => ["mpu-6050", "lsm6dso"];

    [Theory, MemberData(nameof(Chips))]
    public void A_chip_is_woken_set_up_and_read(string name)
    {
        var (gyroscope, _) = Open(name);
        Assert.True(gyroscope.TryStart());
        foreach (var rate in new[] { 0.0, 1.0, -1.0, 5.0, -8.0 })
        {
            truthRadS = rate;
            Assert.Equal(rate + 0.03, Read(gyroscope), 0.005);
        }
    }

    [Theory, MemberData(nameof(Chips))]
    public void Upside_down_it_turns_the_other_way(string name)
    {
        var chip = Chip(name);
        var gyroscope = new RegisterGyroscope(Simulated(name), chip, isUpsideDown: true);
        gyroscope.TryStart();
        truthRadS = 2;
        Assert.Equal(-2.03, Read(gyroscope), 0.005);
    }

    [Theory, MemberData(nameof(Chips))]
    public void Beyond_its_scale_and_before_its_start_there_is_no_reading(string name)
    {
        var (gyroscope, _) = Open(name);
        var value = 77.0;
        Assert.False(gyroscope.TryReadYawRate(ref value));
        gyroscope.TryStart();
        truthRadS = 20;
        Assert.False(gyroscope.TryReadYawRate(ref value));
        Assert.Equal(77.0, value);
        Assert.Equal(2u, gyroscope.Failed);
    }

    /// <summary>A dip of the supply, and a plug that is pulled and put back: half a second later it reads again.</summary>
    [Theory, MemberData(nameof(Chips))]
    public void A_chip_that_fell_asleep_or_off_is_set_up_anew(string name)
    {
        var (gyroscope, chip) = Open(name);
        gyroscope.TryStart();
        Read(gyroscope);
        chip.PowerUp();
        Assert.InRange(Lost(gyroscope), 1, 40);

        chip.IsUnplugged = true;
        for (var i = 0; i < 100; i++)
        {
            var value = 0.0;
            Assert.False(gyroscope.TryReadYawRate(ref value));
        }

        chip.PowerUp();
        chip.IsUnplugged = false;
        Assert.InRange(Lost(gyroscope), 1, 40);
    }

    [Fact]
    public void Whoever_answers_is_found()
    {
        var gone = Simulated("lsm6dso");
        gone.IsUnplugged = true;
        Assert.Equal("lsm6dso", RegisterGyroscope.Find(Simulated("lsm6dso"), Simulated("mpu-6050")).Chip.Name);
        Assert.Equal("mpu-6050", RegisterGyroscope.Find(gone, Simulated("mpu-6050")).Chip.Name);
        Assert.Null(RegisterGyroscope.Find(gone, gone));
    }

    [Fact]
    public void Another_chip_at_its_address_is_refused()
    {
        Assert.False(new RegisterGyroscope(Simulated("lsm6dso"), GyroscopeChip.Mpu6050(), false).TryStart());
        Assert.False(new RegisterGyroscope(Simulated("mpu-6050"), GyroscopeChip.Lsm6dso(), false).TryStart());
    }

    [Theory, MemberData(nameof(Chips))]
    public void A_reading_is_one_transfer_and_allocates_nothing(string name)
    {
        var (gyroscope, chip) = Open(name);
        gyroscope.TryStart();
        var value = 0.0;
        gyroscope.TryReadYawRate(ref value);
        var (before, transfers) = (GC.GetAllocatedBytesForCurrentThread(), chip.Transfers);
        for (var i = 0; i < 100; i++)
            gyroscope.TryReadYawRate(ref value);
        Assert.Equal((before, transfers + 100), (GC.GetAllocatedBytesForCurrentThread(), chip.Transfers));
    }

    private static GyroscopeChip Chip(string name) => name == "lsm6dso" ? GyroscopeChip.Lsm6dso() : GyroscopeChip.Mpu6050();

    private static double Read(RegisterGyroscope gyroscope)
    {
        var value = 0.0;
        Assert.True(gyroscope.TryReadYawRate(ref value));
        return value;
    }

    private static int Lost(RegisterGyroscope gyroscope)
    {
        var (value, lost) = (0.0, 0);
        // The first repeats are believed: eight of them show that nothing is measured.
        for (var i = 0; i < 10; i++)
            lost += gyroscope.TryReadYawRate(ref value) ? 0 : 1;
        while (lost < 100 && !gyroscope.TryReadYawRate(ref value))
            lost++;
        return lost;
    }

    private (RegisterGyroscope Gyroscope, SimulatedGyroscope Chip) Open(string name)
    {
        var chip = Simulated(name);
        return (new RegisterGyroscope(chip, Chip(name), isUpsideDown: false), chip);
    }

    private SimulatedGyroscope Simulated(string name) =>
        new(name == "lsm6dso" ? GyroscopeRegisters.Lsm6dso : GyroscopeRegisters.Mpu6050, () => truthRadS);
}
