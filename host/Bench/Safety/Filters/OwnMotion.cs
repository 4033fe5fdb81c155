namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>How a rover believes to move in a tick.</summary>
internal readonly record struct OwnMotion(
    uint Tick, double XM, double YM, double HeadingRad, double SpeedMS, double YawRateRadS, double SigmaM);
