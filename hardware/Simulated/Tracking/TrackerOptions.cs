namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>What a simulated tracker sees, and what is wrong with it. The defaults are a ceiling camera's.</summary>
public sealed record TrackerOptions
{
    /// <summary>Exposures a second, above 0.</summary>
    public double RateHz { get; init; } = 10;

    /// <summary>From the exposure to the earliest arrival, seconds.</summary>
    public double LatencyS { get; init; } = 0.05;

    /// <summary>Mean of what comes on top of it, exponentially distributed, seconds.</summary>
    public double JitterS { get; init; } = 0.005;

    /// <summary>Standard deviation of either coordinate, metres.</summary>
    public double SigmaM { get; init; } = 0.005;

    /// <summary>Standard deviation of the heading, rad.</summary>
    public double SigmaRad { get; init; } = 0.0175;

    /// <summary>False: positions alone, as radio gives them.</summary>
    public bool HasHeading { get; init; } = true;

    /// <summary>Standard deviation of an error of the position that wanders with a time constant of 20 s, metres.</summary>
    public double WanderM { get; init; }

    /// <summary>Share of exposures that do not find a rover.</summary>
    public double MissShare { get; init; }

    /// <summary>Share of poses that are anywhere within <see cref="OutlierReachM"/> of the truth, heading and all.</summary>
    public double OutlierShare { get; init; }

    public double OutlierReachM { get; init; } = 1.5;

    /// <summary>How long nothing comes, in every <see cref="DropoutPeriodS"/>, at its end, seconds.</summary>
    public double DropoutS { get; init; }

    public double DropoutPeriodS { get; init; } = 40;

    /// <summary>How long two rovers have each other's name, in the middle of every <see cref="DropoutPeriodS"/>, seconds.</summary>
    public double SwapS { get; init; }

    /// <summary>The tracker's clock less the rovers', microseconds.</summary>
    public long ClockOffsetUs { get; init; } = 1_234_567_890;

    /// <summary>How much faster the tracker's clock runs, millionths.</summary>
    public double ClockDriftPpm { get; init; } = 20;

    /// <summary>Its number in pose frames.</summary>
    public byte Source { get; init; } = 1;

    public ulong Seed { get; init; } = 1;
}
