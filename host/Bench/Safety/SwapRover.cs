using MultiAgentEdge.Linalg;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>One rover of a swap: its body, its filter, what it believes, and when its period begins.</summary>
internal sealed class SwapRover(string name, WheeledDisc body, IMotionFilter filter, PoseError error, double lookAheadM, double firstTickS)
{
    private readonly MotionFrame frame = new();

    public string Name => name;

    public WheeledDisc Body => body;

    public double NextTickS { get; set; } = firstTickS;

    public uint Ticks { get; private set; }

    public long Interventions { get; private set; }

    /// <summary>Takes a message.</summary>
    public void Hear(string from, uint sequence, byte[] payload) => filter.Hear(from == name ? null : from, sequence, payload, Ticks);

    /// <summary>Stands, and says where.</summary>
    public byte[] Stand(double periodS) => Say(Sense(periodS));

    /// <summary>Drives by its filter towards a goal, and says how. Ignoring: straight there.</summary>
    public byte[] Drive(double periodS, double speedMS, double goalX, double goalY, bool ignores)
    {
        var own = Sense(periodS);
        var (sin, cos) = Math.SinCos(own.HeadingRad);
        var (wx, wy) = (goalX - own.XM - (lookAheadM * cos), goalY - own.YM - (lookAheadM * sin));
        var share = Math.Min(1, speedMS / Math.Max(1e-9, double.Hypot(wx, wy)));
        (wx, wy) = (share * wx, share * wy);
        filter.Step(own, wx, wy);
        if (ignores)
        {
            body.Command((cos * wx) + (sin * wy), Math.Clamp(((cos * wy) - (sin * wx)) / lookAheadM, -4, 4));
        }
        else
        {
            Interventions += filter.Intervened ? 1 : 0;
            body.Command(filter.SpeedMS, filter.YawRateRadS);
        }

        filter.Say(frame);
        return Bytes();
    }

    private OwnMotion Sense(double periodS)
    {
        Ticks++;
        error.Step(periodS);
        var (x, y, heading) = (body.XM + error.XM, body.YM + error.YM, body.HeadingRad + error.HeadingRad);
        return new OwnMotion(Ticks, x, y, heading, body.SpeedMS, body.YawRateRadS, PoseError.SaidM);
    }

    private byte[] Say(in OwnMotion own)
    {
        filter.Step(own, 0, 0);
        filter.Say(frame);
        frame.IsDriving = false;
        frame.Reserves = false;
        return Bytes();
    }

    private byte[] Bytes()
    {
        var bytes = new byte[MotionFrame.ByteCount];
        frame.Write(bytes, 0);
        return bytes;
    }
}
