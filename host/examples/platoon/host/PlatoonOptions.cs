namespace PlatoonTeam;

/// <summary>What a platoon's sets are made from.</summary>
public sealed record PlatoonOptions
{
    /// <summary>Control period, s.</summary>
    public double PeriodS { get; init; } = 0.1;

    /// <summary>Time gap h, s.</summary>
    public double TimeGapS { get; init; } = 0.8;

    /// <summary>Distance at rest d0, m: a rover is 0.2 m long, and its safety filter slows whoever follows more closely.</summary>
    public double StandstillM { get; init; } = 0.8;

    /// <summary>Rate at which a gap's error dies out, 1/s.</summary>
    public double GapRate { get; init; } = 1;

    /// <summary>The leader's mean speed, m/s.</summary>
    public double LeaderMeanMS { get; init; } = 0.4;

    /// <summary>How far its speed swings, m/s.</summary>
    public double LeaderSwingMS { get; init; } = 0.15;

    /// <summary>Period of the swing, s.</summary>
    public double LeaderPeriodS { get; init; } = 12;

    /// <summary>m/s.</summary>
    public double SpeedMaxMS { get; init; } = 0.8;

    /// <summary>rad/s.</summary>
    public double YawRateMaxRadS { get; init; } = 2;

    /// <summary>m/s^2.</summary>
    public double AccelerationMaxMS2 { get; init; } = 1;

    /// <summary>Where a rover of this place stands at first: one behind the other, at rest.</summary>
    public (double XM, double YM, double HeadingRad) Start(int place) => (-place * StandstillM, 0, 0);
}
