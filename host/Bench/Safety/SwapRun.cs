using MultiAgentEdge.Clearance;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>One swap, driven: light bodies, the filters, and messages between them. Periods begin at times of their own within a
/// period.</summary>
public sealed class SwapRun
{
    private const double StepS = 0.01;

    /// <summary>Of the goal, m.</summary>
    private const double ThereM = 0.1;

    /// <summary>Faster towards the other than this, m/s, causes a contact.</summary>
    private const double CausingMS = 0.01;

    /// <summary>From here on the silent rover is, s.</summary>
    private const double SilentFromS = 2.0;

    /// <summary>Rovers stand for so long before they start, and say where, s.</summary>
    private const double WarmUpS = 3.0;

    private readonly SwapScene scene;
    private readonly SafetyBenchOptions options;
    private readonly SwapRover[] rovers;
    private readonly BurstyMail mail;
    private readonly bool[] touches;
    private readonly ClearanceOptions limits;
    private int contacts;
    private int caused;
    private double clearanceM = double.MaxValue;

    public SwapRun(SwapScene scene, SafetyBenchOptions options, ulong seed)
    {
        (this.scene, this.options) = (scene, options);
        var random = new Xoshiro256(seed);
        var count = scene.Starts.Count;
        limits = new ClearanceOptions { PeriodS = scene.PeriodS, SpeedMS = scene.SpeedMS };
        mail = new BurstyMail(count, options.DelayPeriods * scene.PeriodS, options.Loss, random);
        touches = new bool[count * count];
        rovers = [.. Enumerable.Range(0, count).Select(i =>
        {
            var body = new WheeledDisc(limits.LagS, limits.WheelAccelerationMS2, limits.TrackM);
            body.Place(scene.Starts[i].XM, scene.Starts[i].YM, scene.Starts[i].HeadingRad);
            var filter = MotionFilters.Make(options.Filter, limits, count - 1, (i + 1.0) / 64);
            var firstS = random.NextUniform(0, scene.PeriodS) - WarmUpS;
            return new SwapRover($"rover-{i + 1}", body, filter, new PoseError(random), limits.LookAheadM, firstS);
        })];
    }

    /// <summary>Where the rovers are: x, y, m; heading, rad.</summary>
    public IEnumerable<(double XM, double YM, double HeadingRad)> Poses =>
        rovers.Select(rover => (rover.Body.XM, rover.Body.YM, rover.Body.HeadingRad));

    /// <summary>Drives until all are there or the time is up.</summary>
    /// <param name="watch">Called every tenth of a second; may be null.</param>
    public SwapResult Drive(Action<double, SwapRun>? watch = null)
    {
        var steps = (int)(options.LimitS / StepS);
        var timeS = options.LimitS;
        for (var step = -(int)(WarmUpS / StepS); step < steps; step++)
        {
            var nowS = step * StepS;
            for (var i = 0; i < rovers.Length; i++)
            {
                if (rovers[i].NextTickS <= nowS)
                    Tick(i, nowS);
            }

            foreach (var rover in rovers)
                rover.Body.Step(StepS);
            Touch();
            if (step < 0 || step % 10 != 0)
                continue;
            watch?.Invoke(nowS, this);
            if (Enumerable.Range(0, rovers.Length).All(i => !Counts(i) || IsThere(i)))
            {
                timeS = nowS;
                break;
            }
        }

        var counted = Enumerable.Range(0, rovers.Length).Where(Counts).ToArray();
        var interventions = rovers.Sum(rover => rover.Interventions);
        return new SwapResult(contacts, caused, counted.Count(IsThere), counted.Length, clearanceM, timeS, interventions);
    }

    private void Tick(int i, double nowS)
    {
        var rover = rovers[i];
        rover.NextTickS += scene.PeriodS;
        mail.Deliver(i, nowS, (from, sequence, payload) => rover.Hear(rovers[from].Name, sequence, payload));
        var stands = nowS < 0 || (i == 0 && options.Fault == SwapFault.Dead);
        var ignores = i == 0 && options.Fault == SwapFault.Ignoring;
        var (goalX, goalY) = scene.Goals[i];
        var said = stands ? rover.Stand(scene.PeriodS) : rover.Drive(scene.PeriodS, scene.SpeedMS, goalX, goalY, ignores);
        if (i != 0 || options.Fault != SwapFault.Silent || nowS < SilentFromS)
            mail.Send(i, rover.Ticks, said, nowS);
    }

    private bool Counts(int i)
    {
        if (options.Fault == SwapFault.None)
            return true;
        if (i == 0)
            return false;
        return options.Fault == SwapFault.Ignoring || FromGoal(0, i) > (4 * limits.RadiusM) + ThereM;
    }

    private bool IsThere(int i) => FromGoal(i, i) < ThereM;

    private double FromGoal(int rover, int goal) =>
        double.Hypot(rovers[rover].Body.XM - scene.Goals[goal].XM, rovers[rover].Body.YM - scene.Goals[goal].YM);

    private void Touch()
    {
        for (var i = 0; i < rovers.Length; i++)
        {
            for (var k = i + 1; k < rovers.Length; k++)
            {
                var (dx, dy) = (rovers[k].Body.XM - rovers[i].Body.XM, rovers[k].Body.YM - rovers[i].Body.YM);
                var distance = Math.Sqrt((dx * dx) + (dy * dy));
                var freeM = distance - (2 * limits.RadiusM);
                clearanceM = Math.Min(clearanceM, freeM);
                ref var touching = ref touches[(i * rovers.Length) + k];
                if (freeM < 0 && !touching)
                {
                    touching = true;
                    contacts++;
                    caused += IsCaused(i, k, dx / distance, dy / distance) ? 1 : 0;
                }

                touching &= freeM < 0.01;
            }
        }
    }

    /// <summary>Whether one that keeps clear drove into the other. Of one that keeps clear of nothing the faster one is to blame.</summary>
    private bool IsCaused(int i, int k, double nx, double ny)
    {
        var isFirst = Toward(i, nx, ny) > CausingMS;
        var isSecond = Toward(k, -nx, -ny) > CausingMS;
        if (options.Fault == SwapFault.Ignoring && i == 0)
            return isSecond && Math.Abs(rovers[k].Body.SpeedMS) > Math.Abs(rovers[i].Body.SpeedMS);
        return isFirst || isSecond;
    }

    private double Toward(int i, double nx, double ny) => rovers[i].Body.SpeedMS * ((rovers[i].Body.Cos * nx) + (rovers[i].Body.Sin * ny));
}
