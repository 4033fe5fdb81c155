using Gyroscope;
using MultiAgentEdge.Linalg;

namespace Examples.Tests;

/// <summary>The chip as its register map describes it: asleep after power-up, a rest rate that nobody asked for, noise, and ranges that its
/// set-up chooses.</summary>
internal sealed class SimulatedMpu6050 : IRegisters
{
    private const double RestRadS = 0.05;
    private const double NoiseRadS = 0.001;

    private readonly byte[] registers = new byte[128];
    private readonly Func<double> yawRateRadS;
    private readonly Xoshiro256 random = new(7);

    public SimulatedMpu6050(Func<double> yawRateRadS)
    {
        this.yawRateRadS = yawRateRadS;
        PowerUp();
    }

    /// <summary>Off the bus.</summary>
    public bool IsUnplugged { get; set; }

    /// <summary>As after a dip of the supply: asleep, set up as at first.</summary>
    public void PowerUp()
    {
        Array.Clear(registers);
        registers[0x6B] = 0x40;
        registers[0x75] = 0x68;
    }

    /// <summary>Another chip.</summary>
    public void Answer(byte whoAmI) => registers[0x75] = whoAmI;

    /// <summary>One transfer: the first byte is a register, the others are written from there on; then as many are read.</summary>
    public bool TryTransfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (IsUnplugged)
            return false;
        write[1..].CopyTo(registers.AsSpan(write[0]));
        Sample();
        registers.AsSpan(write[0], read.Length).CopyTo(read);
        return true;
    }

    /// <inheritdoc/>
    public bool TryRead(byte register, byte[] into) => TryTransfer([register], into);

    /// <inheritdoc/>
    public bool TryWrite(byte register, byte value) => TryTransfer([register, value], []);

    private void Sample()
    {
        if ((registers[0x6B] & 0x40) != 0)
            return;
        var countsPerDegree = 131.0 / (1 << ((registers[0x1B] >> 3) & 3));
        foreach (var (at, rate) in new[] { (0x43, 0.0), (0x45, 0.0), (0x47, yawRateRadS()) })
        {
            var degrees = (rate + RestRadS + (NoiseRadS * random.NextGaussian())) * 180 / Math.PI;
            var counts = (short)Math.Clamp(Math.Round(degrees * countsPerDegree), short.MinValue, short.MaxValue);
            (registers[at], registers[at + 1]) = ((byte)(counts >> 8), (byte)counts);
        }
    }
}
