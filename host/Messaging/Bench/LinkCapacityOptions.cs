namespace MultiAgentEdge.Host.Messaging.Bench;

/// <summary>What <see cref="LinkCapacityBench"/> puts on the broker.</summary>
public sealed record LinkCapacityOptions
{
    public const int MostRovers = 2000;

    /// <summary>1–<see cref="MostRovers"/>.</summary>
    public int Rovers { get; init; } = 50;

    /// <summary>Round trips per second of each rover, Hz.</summary>
    public double RateHz { get; init; } = 20;

    /// <summary>Of what is measured, after the warm-up.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Round trips before the measured ones, at the same rate: meanwhile both runtimes compile what they run, which takes 0.1 to
    /// 0.5 s from a message at a time.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.Zero;

    /// <summary>Payload of a plan and of its dual, bytes; 16 or more. 160: twenty doubles.</summary>
    public int PayloadBytes { get; init; } = 160;

    /// <summary>A rover that hears nothing for so long after its last publish waits no more; what comes before that is late, not
    /// lost.</summary>
    public TimeSpan LastAnswerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The broker; every rover has a client id of its own.</summary>
    public LinkOptions Link { get; init; } = new() { ClientId = "mae-bench" };
}
