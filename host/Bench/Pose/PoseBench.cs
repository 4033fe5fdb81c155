using MultiAgentEdge.Estimation;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Bench;

/// <summary>The board's own pose filter on simulated wheels and a simulated tracker, against the truth.</summary>
public static class PoseBench
{
    private const double ArrivedM = 0.1;
    private const double ArrivedRad = 0.1;

    public static PoseBenchResult Run(PoseBenchOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        var total = new PoseTally();
        var seeds = new Xoshiro256(options.Seed);
        var runRms = new List<double>();
        for (var run = 0; run < options.Runs; run++)
        {
            var tally = new PoseTally();
            Drive(options, seeds.NextUInt64(), tally, cancel);
            runRms.Add(tally.PositionRmsM);
            total.Add(tally);
        }

        return total.Result(runRms);
    }

    private static void Drive(PoseBenchOptions options, ulong seed, PoseTally tally, CancellationToken cancel)
    {
        var wheels = new SlippingWheels(seed);
        var other = new SlippingWheels(seed + 1);
        var carried = new Xoshiro256(seed + 2);
        var filterOptions = new PoseOptions { HasGyro = options.HasGyro };
        if (!options.KnowsDelay)
            (filterOptions.BaseLatencyS, filterOptions.LatencySigmaS) = (0, 1e-6);
        var filter = new PoseFilter(filterOptions);
        var counting = new CountedPose(options.HasGyro);
        var tracker = options.Tracker is { } seen ? new SimulatedTracker(seen with { Seed = seed + 3 }, seen.SwapS > 0 ? 2 : 1) : null;
        if (tracker is null)
            filter.Place(0, 0, 0);
        Span<TruePose> truth = new TruePose[options.Tracker?.SwapS > 0 ? 2 : 1];
        const long StepUs = (long)(SlippingWheels.StepS * 1e6);
        var steps = (long)(options.Seconds / SlippingWheels.StepS);
        var carryUs = (long)(options.CarryEveryS * 1e6);
        var carriedUs = -1L;
        for (var step = 1L; step <= steps; step++)
        {
            if ((step & 0x3FF) == 0)
                cancel.ThrowIfCancellationRequested();
            var (beforeX, beforeY, beforeHeading, beforeUs) = (wheels.XM, wheels.YM, wheels.HeadingRad, (step - 1) * StepUs);
            var nowUs = step * StepUs;
            wheels.Step();
            while (tracker is not null && tracker.NextExposureUs <= nowUs)
            {
                var share = (tracker.NextExposureUs - beforeUs) / (double)StepUs;
                truth[0] = new(Between(beforeX, wheels.XM), Between(beforeY, wheels.YM), Between(beforeHeading, wheels.HeadingRad));
                if (truth.Length > 1)
                    truth[1] = new(other.XM, other.YM, other.HeadingRad);
                tracker.Expose(truth);
                double Between(double from, double to) => from + (share * (to - from));
            }

            // What comes between two wheel periods is taken at once, as a link's callback does.
            Sighting sighting = default;
            while (tracker?.TryTake(nowUs - 1, out sighting) == true)
            {
                var pose = sighting.Pose;
                if (sighting.Rover == 0)
                {
                    filter.Measure(
                        sighting.StampUs, sighting.ArrivalUs, pose.XM, pose.YM, pose.HeadingRad, sighting.SigmaM, sighting.SigmaRad);
                }
            }

            filter.Step(wheels.LeftM, wheels.RightM, options.HasGyro ? wheels.GyroRadS : double.NaN, SlippingWheels.StepS, nowUs);
            counting.Step(wheels.LeftM, wheels.RightM, wheels.GyroRadS, SlippingWheels.StepS);
            if (truth.Length > 1)
                other.Step();
            if (carryUs > 0 && nowUs % carryUs == 0)
            {
                wheels.Carry(carried.NextUniform(-1, 1), carried.NextUniform(-1, 1), carried.NextUniform(-Math.PI, Math.PI));
                carriedUs = nowUs;
            }

            if (carriedUs >= 0 && nowUs - carriedUs > 100_000 && IsBack(filter, wheels))
            {
                tally.Recovered((nowUs - carriedUs) * 1e-6);
                carriedUs = -1;
            }

            if (nowUs > options.SettleS * 1e6 && carriedUs < 0)
                tally.Observe(filter, counting, wheels);
        }

        tally.Finish(filter);
    }

    private static bool IsBack(PoseFilter filter, SlippingWheels wheels) =>
        Math.Abs(filter.XM - wheels.XM) < ArrivedM && Math.Abs(filter.YM - wheels.YM) < ArrivedM
        && Math.Abs(Math.IEEERemainder(filter.HeadingRad - wheels.HeadingRad, 2 * Math.PI)) < ArrivedRad;
}
