using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>What keeps one rover of the bench apart from the others.</summary>
internal interface IMotionFilter
{
    double SpeedMS { get; }

    double YawRateRadS { get; }

    bool Intervened { get; }

    /// <summary>A message came; <paramref name="from"/> is null for one of the rover's own.</summary>
    /// <param name="tick">The rover's own tick.</param>
    void Hear(string? from, uint sequence, byte[] payload, uint tick);

    /// <summary>A tick: how the rover believes to move, and the velocity that it wants of the point ahead of its axle.</summary>
    void Step(in OwnMotion own, double wantedVx, double wantedVy);

    /// <summary>What it says in this tick.</summary>
    void Say(MotionFrame frame);
}
