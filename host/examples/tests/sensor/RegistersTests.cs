using System.Device.I2c;
using Gyroscope;
using Gyroscope.Nano;
using Gyroscope.Nano.Check;
using Gyroscope.Pi;

namespace Examples.Tests;

/// <summary>The same driver over the bus of a Raspberry Pi and of a nanoFramework board.</summary>
public sealed class RegistersTests
{
    private readonly SimulatedMpu6050 chip = new(() => 1.5);

    [Fact]
    public void On_a_Pi_it_reads_and_an_error_of_the_bus_is_no_reading() => Check(new PiRegisters(new LinuxDevice(chip)));

    [Fact]
    public void On_a_board_it_reads_and_an_error_of_the_bus_is_no_reading()
    {
        SimulatedBus.Wire = new Wire(chip);
        Check(new NanoRegisters(1, Mpu6050.Address));
        SimulatedBus.Wire = null;
        Assert.False(new NanoRegisters(1, Mpu6050.Address).TryWrite(0x6B, 1));
    }

    private void Check(IRegisters registers)
    {
        var gyroscope = new Mpu6050(registers, isUpsideDown: false);
        Assert.True(gyroscope.TryStart());
        // It turned all the while, evenly: that is its zero.
        Assert.True(gyroscope.TryCalibrate(50));
        var rate = double.NaN;
        Assert.True(gyroscope.TryReadYawRate(ref rate));
        Assert.Equal(0, rate, 0.006);
        chip.IsUnplugged = true;
        Assert.False(gyroscope.TryReadYawRate(ref rate));
        Assert.False(gyroscope.TryStart());
        Assert.False(registers.TryWrite(0x6B, 1));
    }

    private sealed class LinuxDevice(SimulatedMpu6050 chip) : I2cDevice
    {
        public override I2cConnectionSettings ConnectionSettings => new(1, Mpu6050.Address);

        public override void Read(Span<byte> buffer) => throw new NotSupportedException();

        public override void Write(ReadOnlySpan<byte> buffer) => WriteRead(buffer, []);

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            if (!chip.TryTransfer(writeBuffer, readBuffer))
                throw new IOException("Error 121 performing I2C data transfer.");
        }
    }

    private sealed class Wire(SimulatedMpu6050 chip) : IWire
    {
        public bool TryTransfer(int address, byte[] write, byte[] read) => address == Mpu6050.Address && chip.TryTransfer(write, read);
    }
}
