namespace IceSledges;

/// <summary>A sledge with a propeller on ice, in the wind along its lane.</summary>
public sealed record SledgeOptions
{
    /// <summary>Air drag of its body over its mass, c of c (v - wind) |v - wind|, 1/m, above 0: 0.1 m^2 and 5 kg.</summary>
    public double DragPerM { get; init; } = 0.013;

    /// <summary>Largest thrust over mass either way, m/s^2, above 0.</summary>
    public double ThrustMaxMS2 { get; init; } = 1;

    /// <summary>Mean of the wind along the lane, m/s, not 0; below it blows towards the start.</summary>
    public double WindMeanMS { get; init; } = -4;

    /// <summary>Standard deviation of the gusts, m/s, 0 or more.</summary>
    public double GustMS { get; init; } = 0.5;

    /// <summary>How long a gust lasts, s, above 0.</summary>
    public double GustS { get; init; } = 3;

    /// <summary>The claws come down where no input came for so long, microseconds: whoever steers is gone.</summary>
    public long InputTimeoutUs { get; init; } = 500_000;

    public ulong Seed { get; init; } = 1;
}
