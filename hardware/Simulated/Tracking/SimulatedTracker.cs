using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// A tracker that sees rovers from outside: late, jittering, noisy, at times blind, wrong, or mistaken about who is who, on a clock of
/// its own.
/// Show it the truth at <see cref="NextExposureUs"/>; take what has arrived. Same options, same truth, same bits.
/// </summary>
/// <param name="options">Its faults.</param>
/// <param name="rovers">How many it knows.</param>
public sealed class SimulatedTracker(TrackerOptions options, int rovers)
{
    private const double WanderTimeS = 20;

    private readonly Xoshiro256 random = new(options.Seed ^ 0x7261636b6572UL);
    private readonly double[] wander = new double[2 * rovers];
    private readonly PriorityQueue<Sighting, (long ArrivalUs, long Number)> onTheWay = new();
    private readonly long[] lastArrivalUs = new long[rovers];
    private long exposures;
    private long number;

    /// <summary>When it looks next, on the rovers' clock, microseconds.</summary>
    public long NextExposureUs { get; private set; } = (long)(1e6 / options.RateHz);

    /// <summary>Arrival of the next pose; null: none is on its way.</summary>
    public long? NextArrivalUs => onTheWay.TryPeek(out _, out var key) ? key.ArrivalUs : null;

    /// <summary>Looks once. Where time has gone past several exposures, the later ones are of the next call.</summary>
    /// <param name="truth">Of every rover, at <see cref="NextExposureUs"/>.</param>
    /// <param name="sees">False: somebody holds a hand before it.</param>
    public void Expose(ReadOnlySpan<TruePose> truth, bool sees = true)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(truth.Length, rovers);
        var atUs = NextExposureUs;
        exposures++;
        NextExposureUs = (long)((exposures + 1) * 1e6 / options.RateHz);
        var phaseS = atUs * 1e-6 % options.DropoutPeriodS;
        var blind = phaseS >= options.DropoutPeriodS - options.DropoutS && options.DropoutS > 0;
        var swapped = rovers > 1 && Math.Abs(phaseS - (0.5 * options.DropoutPeriodS)) < 0.5 * options.SwapS;
        for (var i = 0; i < rovers; i++)
        {
            // Drawn whether it sees or not: a fault more does not change the noise of the rest.
            var seen = Noisy(truth[swapped && i < 2 ? 1 - i : i], i);
            var lateS = options.LatencyS - (options.JitterS * Math.Log(1 - random.NextDouble()));
            var missed = random.NextDouble() < options.MissShare;
            if (blind || missed || !sees)
                continue;
            // One after the other, as a topic hands them on.
            lastArrivalUs[i] = Math.Max(lastArrivalUs[i], atUs + (long)(lateS * 1e6));
            var stampUs = options.ClockOffsetUs + (long)(atUs * (1 + (options.ClockDriftPpm * 1e-6)));
            onTheWay.Enqueue(new(i, stampUs, lastArrivalUs[i], seen, options.SigmaM, options.SigmaRad), (lastArrivalUs[i], number++));
        }
    }

    /// <summary>Takes the next pose that has arrived by now.</summary>
    public bool TryTake(long nowUs, out Sighting sighting)
    {
        if (NextArrivalUs is { } arrivalUs && arrivalUs <= nowUs)
            return onTheWay.TryDequeue(out sighting, out _);
        sighting = default;
        return false;
    }

    private TruePose Noisy(TruePose truth, int rover)
    {
        var share = 1 / (options.RateHz * WanderTimeS);
        for (var axis = 0; axis < 2; axis++)
        {
            ref var off = ref wander[(2 * rover) + axis];
            off += (-off * share) + (options.WanderM * Math.Sqrt(2 * share) * random.NextGaussian());
        }

        var x = truth.XM + wander[2 * rover] + (options.SigmaM * random.NextGaussian());
        var y = truth.YM + wander[(2 * rover) + 1] + (options.SigmaM * random.NextGaussian());
        var heading = truth.HeadingRad + (options.SigmaRad * random.NextGaussian());
        if (random.NextDouble() < options.OutlierShare)
        {
            x += random.NextUniform(-options.OutlierReachM, options.OutlierReachM);
            y += random.NextUniform(-options.OutlierReachM, options.OutlierReachM);
            heading = random.NextUniform(-Math.PI, Math.PI);
        }

        return new(x, y, options.HasHeading ? Math.IEEERemainder(heading, 2 * Math.PI) : double.NaN);
    }
}
