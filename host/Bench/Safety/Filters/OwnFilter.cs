using MultiAgentEdge.Clearance;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>The board's own: <see cref="RoverClearance"/> as it runs on a rover, through the bytes of its frames.</summary>
/// <param name="others">Most other rovers.</param>
/// <param name="rank">Differs from rover to rover.</param>
internal sealed class OwnFilter(ClearanceOptions options, int others, double rank) : IMotionFilter
{
    private readonly RoverClearance clearance = new(options, others, 0);
    private readonly MotionFrame own = new();

    public double SpeedMS => clearance.SpeedMS;

    public double YawRateRadS => clearance.YawRateRadS;

    public bool Intervened => clearance.Intervened;

    public void Hear(string? from, uint sequence, byte[] payload, uint tick)
    {
        if (from is not null)
            clearance.Table.TryTake(from, 1, sequence, payload, 0, payload.Length, tick);
        else if (own.TryRead(payload, 0, payload.Length))
            clearance.HearOwn(own.Tick);
    }

    public void Step(in OwnMotion motion, double wantedVx, double wantedVy)
    {
        clearance.Begin(motion.Tick, motion.XM, motion.YM, motion.HeadingRad, motion.SpeedMS, motion.YawRateRadS, motion.SigmaM);
        clearance.TryStep(wantedVx, wantedVy, rank);
    }

    public void Say(MotionFrame frame) => clearance.Fill(frame, true);
}
