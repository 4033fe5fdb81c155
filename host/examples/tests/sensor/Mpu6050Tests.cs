using Gyroscope;

namespace Examples.Tests;

public sealed class Mpu6050Tests
{
    private readonly SimulatedMpu6050 chip;
    private readonly Mpu6050 gyroscope;
    private double yawRateRadS;

    public Mpu6050Tests()
    {
        chip = new SimulatedMpu6050(() => yawRateRadS);
        gyroscope = new Mpu6050(chip, isUpsideDown: false);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    [InlineData(-0.01)]
    [InlineData(8.0)]
    public void It_reads_the_rate_less_what_it_read_at_rest(double rateRadS)
    {
        Start();
        yawRateRadS = rateRadS;
        Assert.Equal(rateRadS, Read(gyroscope), 0.006);
        var other = new Mpu6050(chip, isUpsideDown: true);
        yawRateRadS = 0;
        Assert.True(other.TryStart() && other.TryCalibrate(100));
        yawRateRadS = rateRadS;
        Assert.Equal(-rateRadS, Read(other), 0.006);
    }

    [Fact]
    public void There_is_no_reading_before_it_was_calibrated()
    {
        Assert.True(double.IsNaN(Read(gyroscope)));
        Assert.True(gyroscope.TryStart());
        Assert.True(double.IsNaN(Read(gyroscope)));
    }

    [Fact]
    public void Another_chip_or_none_does_not_start()
    {
        chip.Answer(0x71);
        Assert.False(gyroscope.TryStart());
        chip.IsUnplugged = true;
        Assert.False(gyroscope.TryStart());
    }

    [Fact]
    public void A_rover_that_turns_is_not_taken_for_zero()
    {
        Assert.True(gyroscope.TryStart());
        var turning = new Mpu6050(new SimulatedMpu6050(() => yawRateRadS += 0.001), isUpsideDown: false);
        Assert.True(turning.TryStart());
        Assert.False(turning.TryCalibrate(100));
        Assert.False(turning.TryCalibrate(0));
        Assert.True(double.IsNaN(Read(turning)));
    }

    [Fact]
    public void Beyond_its_scale_it_does_not_guess()
    {
        Start();
        yawRateRadS = 10;
        Assert.True(double.IsNaN(Read(gyroscope)));
        yawRateRadS = 1;
        Assert.Equal(1, Read(gyroscope), 0.006);
    }

    [Fact]
    public void Unplugged_it_says_so_and_goes_on_where_it_is_back()
    {
        Start();
        chip.IsUnplugged = true;
        Assert.True(double.IsNaN(Read(gyroscope)));
        chip.IsUnplugged = false;
        Assert.Equal(0, Read(gyroscope), 0.006);
    }

    [Fact]
    public void A_chip_that_fell_asleep_is_noticed_and_starts_again()
    {
        Start();
        chip.PowerUp();
        for (var i = 0; i < 8; i++)
            Read(gyroscope);
        Assert.True(double.IsNaN(Read(gyroscope)));
        Start();
        Assert.Equal(0, Read(gyroscope), 0.006);
    }

    [Fact]
    public void A_reading_allocates_nothing()
    {
        var silent = new Mpu6050(new ConstantRegisters(), isUpsideDown: false);
        Assert.True(silent.TryStart() && silent.TryCalibrate(10));
        // The least of some rounds: the runtime allocates now and then too.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedBy(silent)));
    }

    private static long AllocatedBy(Mpu6050 gyroscope)
    {
        var rate = 0.0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            gyroscope.TryReadYawRate(ref rate);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Start() => Assert.True(gyroscope.TryStart() && gyroscope.TryCalibrate(100));

    private static double Read(Mpu6050 gyroscope)
    {
        var rate = double.NaN;
        gyroscope.TryReadYawRate(ref rate);
        return rate;
    }

    /// <summary>Counts up, so that it never looks stuck.</summary>
    private sealed class ConstantRegisters : IRegisters
    {
        private byte count;

        public bool TryRead(byte register, byte[] into)
        {
            into[0] = register == 0x75 ? (byte)0x68 : register == 0x1B ? (byte)0x08 : count++;
            return true;
        }

        public bool TryWrite(byte register, byte value) => true;
    }
}
