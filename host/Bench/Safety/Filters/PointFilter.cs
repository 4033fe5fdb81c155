using MultiAgentEdge.Clearance;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>
/// What the filters of others have in common: the point P ahead of the axle is a body that goes where it wants, its disc holds the rover at
/// every heading, planes bound its velocity, and what was heard last counts as present. As published, without margins for age.
/// </summary>
internal abstract class PointFilter(ClearanceOptions options, int others) : IMotionFilter
{
    /// <summary>Two discs of P.</summary>
    protected double ApartM { get; } = 2 * (options.RadiusM + options.LookAheadM);

    private readonly PlaneProgram program = new(Math.Max(1, others));
    private readonly MotionTable table = new(Math.Max(1, others));
    private OwnMotion own;

    protected ClearanceOptions Options { get; } = options;

    public double SpeedMS { get; private set; }

    public double YawRateRadS { get; private set; }

    public bool Intervened { get; private set; }

    public void Hear(string? from, uint sequence, byte[] payload, uint tick)
    {
        if (from is not null)
            table.TryTake(from, 1, sequence, payload, 0, payload.Length, tick);
    }

    public void Step(in OwnMotion motion, double wantedVx, double wantedVy)
    {
        own = motion;
        var (sin, cos) = Math.SinCos(motion.HeadingRad);
        var look = Options.LookAheadM;
        var (px, py) = (motion.XM + (look * cos), motion.YM + (look * sin));
        var (vx, vy) = PointVelocity(motion.HeadingRad, motion.SpeedMS, motion.YawRateRadS);
        program.Clear();
        double tightest = 0, nx = 0, ny = 0, toward = 0;
        for (var i = 0; i < table.Capacity; i++)
        {
            if (table.At(i) is not { Key: not null, Frame: var frame })
                continue;
            var (otherSin, otherCos) = Math.SinCos(frame.HeadingRad);
            var (ox, oy) = PointVelocity(frame.HeadingRad, frame.SpeedMS, frame.YawRateRadS);
            var plane = Plane(frame.XM + (look * otherCos) - px, frame.YM + (look * otherSin) - py, vx, vy, ox, oy);
            program.TryAdd(plane.Nx, plane.Ny, Math.Max(plane.Most, -Options.SpeedMS / 4));
            var f = (plane.Nx * wantedVx) + (plane.Ny * wantedVy);
            if (f - plane.Most > tightest && f > 0)
                (tightest, nx, ny, toward) = (f - plane.Most, plane.Nx, plane.Ny, f);
        }

        // The same right-hand rule as ours: without one, two that meet head-on stand for ever.
        var share = toward > 0 ? Math.Min(1, tightest / toward) * double.Hypot(wantedVx, wantedVy) : 0;
        program.Project(wantedVx + (share * ny), wantedVy - (share * nx), Options.SpeedMS);
        var (wx, wy) = (program.X, program.Y);
        Intervened = double.Hypot(wx - wantedVx, wy - wantedVy) > 1e-3;
        SpeedMS = (cos * wx) + (sin * wy);
        YawRateRadS = Math.Clamp(((cos * wy) - (sin * wx)) / look, -Options.YawRateRadS, Options.YawRateRadS);
    }

    public void Say(MotionFrame frame)
    {
        frame.Tick = own.Tick;
        (frame.XM, frame.YM, frame.HeadingRad) = (own.XM, own.YM, (float)own.HeadingRad);
        (frame.SpeedMS, frame.YawRateRadS, frame.SigmaM) = ((float)own.SpeedMS, (float)own.YawRateRadS, (float)own.SigmaM);
        (frame.RadiusM, frame.CapMS, frame.IsDriving) = ((float)Options.RadiusM, (float)Options.SpeedMS, true);
    }

    /// <summary>n·u ≤ most of the own velocity u.</summary>
    /// <param name="dx">From the own P to the other's.</param>
    protected abstract (double Nx, double Ny, double Most) Plane(
        double dx, double dy, double ownVx, double ownVy, double otherVx, double otherVy);

    private (double X, double Y) PointVelocity(double headingRad, double speedMS, double yawRateRadS)
    {
        var (sin, cos) = Math.SinCos(headingRad);
        var side = yawRateRadS * Options.LookAheadM;
        return ((speedMS * cos) - (side * sin), (speedMS * sin) + (side * cos));
    }
}
