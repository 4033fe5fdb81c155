using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// A gyroscope chip as its register map describes it, behind the bus that the real driver reads: asleep after power-up, a bias that nobody
/// asked for, noise, the range that its set-up chose, and a plug that can be pulled.
/// </summary>
/// <param name="map">Which chip.</param>
/// <param name="yawRateRadS">The truth.</param>
/// <param name="biasRadS">Constant error.</param>
/// <param name="noiseRadS">Standard deviation of a reading.</param>
public sealed class SimulatedGyroscope(
    GyroscopeRegisters map, Func<double> yawRateRadS, double biasRadS = 0.03, double noiseRadS = 0.001, ulong seed = 7) : IRegisters
{
    private readonly byte[] registers = map.AfterPowerUp();
    private readonly Xoshiro256 random = new(seed);

    /// <summary>Off the bus.</summary>
    public bool IsUnplugged { get; set; }

    /// <summary>Transfers so far.</summary>
    public int Transfers { get; private set; }

    /// <summary>As after a dip of the supply.</summary>
    public void PowerUp() => map.AfterPowerUp().CopyTo(registers, 0);

    /// <inheritdoc/>
    public bool TryRead(byte register, byte[] into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Transfers++;
        if (IsUnplugged)
            return false;
        if (map.CountsPerDegree(registers) is { } counts)
        {
            for (var axis = 0; axis < 3; axis++)
                Put(axis, counts, (axis == 2 ? yawRateRadS() : 0) + biasRadS + (noiseRadS * random.NextGaussian()));
        }

        registers.AsSpan(register, into.Length).CopyTo(into);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(byte register, byte value)
    {
        Transfers++;
        if (IsUnplugged)
            return false;
        registers[register] = value;
        return true;
    }

    private void Put(int axis, double countsPerDegree, double rateRadS)
    {
        var counts = (short)Math.Clamp(Math.Round(rateRadS * 180 / Math.PI * countsPerDegree), short.MinValue, short.MaxValue);
        var (high, low) = ((byte)(counts >> 8), (byte)counts);
        var at = map.FirstRate + (2 * axis);
        (registers[at], registers[at + 1]) = map.IsLittleEndian ? (low, high) : (high, low);
    }
}
