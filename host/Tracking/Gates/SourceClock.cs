using System.Globalization;

namespace MultiAgentEdge.Host.Tracking.Gates;

/// <summary>
/// A tracker's clock against the host's. Stamps of 10^15 µs and more are Unix time and are held to this machine's; smaller ones have a zero
/// of their own, and the smallest delay so far counts as none. A recording that is played faster than time goes keeps its own time.
/// </summary>
public sealed class SourceClock
{
    /// <summary>A pose this much ahead of its time is from the future, µs: clocks kept by NTP differ by less.</summary>
    public const long AheadUs = 1_000_000;

    /// <summary>A pose this old says nothing of now, µs.</summary>
    public const long OldUs = 2_000_000;

    private const long UnixUs = 1_000_000_000_000_000;

    // A crystal drifts by less, per µs; and the first delay is larger than the smallest by less, µs, which is given back as slowly.
    private const double Drift = 200e-6;
    private const double SpareUs = 300_000;
    private const double SpareBack = 1e-3;

    // So many stamps in a row that agree with each other, and the tracker was started anew.
    private const int Agreeing = 10;

    private long lastStampUs;
    private long lastArrivalUs;
    private double? offsetUs;
    private double spareUs;
    private long strangeUs;
    private int strange;

    /// <param name="stampUs">On the tracker's clock; null: it has none, it is now.</param>
    /// <param name="arrivalUs">On the host's clock, which never goes back.</param>
    /// <param name="wallUs">Unix time now.</param>
    /// <param name="hostUs">When it was so, on the host's clock.</param>
    public PoseRefusal Place(long? stampUs, long arrivalUs, long wallUs, out long hostUs, out string what)
    {
        (hostUs, what) = (arrivalUs, "");
        if (stampUs is not { } stamp)
            return PoseRefusal.None;
        if (stamp >= UnixUs)
        {
            var age = wallUs - stamp;
            hostUs = arrivalUs - Math.Max(0, age);
            return Judge(age < -AheadUs, age > OldUs, Math.Abs(age), "by this machine's clock", out what);
        }

        if (offsetUs is not { } offset)
        {
            Begin(stamp, arrivalUs);
            return PoseRefusal.None;
        }

        var (step, waited) = (stamp - lastStampUs, arrivalUs - lastArrivalUs);
        var refusal = Judge(step > waited + OldUs, step < -OldUs, Math.Abs(step - waited), "by the stamps before it", out what);
        if (refusal != PoseRefusal.None)
        {
            strange = strange > 0 && Math.Abs(stamp - strangeUs) < OldUs + waited ? strange + 1 : 1;
            strangeUs = stamp;
            if (strange < Agreeing)
                return refusal;
            // Started anew: nothing of the old clock holds.
            Begin(stamp, arrivalUs);
            what = "";
            return PoseRefusal.None;
        }

        strange = 0;
        (lastStampUs, lastArrivalUs) = (stamp, arrivalUs);
        spareUs = Math.Min(SpareUs, spareUs + (SpareBack * waited));
        offset += Drift * waited;
        // Half a step at most: time may go slower than the tracker's for a moment, but it goes.
        var sooner = Math.Clamp(offset - (arrivalUs - stamp), 0, Math.Min(spareUs, 0.5 * Math.Max(0, step)));
        spareUs -= sooner;
        offsetUs = offset - sooner;
        hostUs = stamp + (long)offsetUs.Value;
        return PoseRefusal.None;
    }

    private void Begin(long stampUs, long arrivalUs)
    {
        (lastStampUs, lastArrivalUs, offsetUs) = (stampUs, arrivalUs, arrivalUs - stampUs);
        (spareUs, strange) = (SpareUs, 0);
    }

    private static PoseRefusal Judge(bool ahead, bool old, long byUs, string measure, out string what)
    {
        what = ahead || old ? string.Create(CultureInfo.InvariantCulture,
            $"is {byUs * 1e-6:0.0} s {(ahead ? "in the future" : "old")} {measure}") : "";
        return ahead ? PoseRefusal.FromTheFuture : old ? PoseRefusal.TooOld : PoseRefusal.None;
    }
}
