using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Formation;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>
/// How far along its path the fleet is. It waits for whoever falls behind: the share of the speed is 1 - (|e| - 0.03) / 0.12 of the largest
/// error |e|, m, that a rover plans for the next period, and changes by 0.5 in a second; so does a pause. An open path is driven to and
/// fro.
/// </summary>
public sealed class PaceMaker
{
    private const double FreeErrorM = 0.03;
    private const double ErrorSpanM = 0.12;
    private const double ShareRate = 0.5;
    private const double SpeedRateMS2 = 0.2;

    /// <summary>Of the stop at an open path's end.</summary>
    private const double BrakeMS2 = 0.12;

    /// <summary>Slower than this at its end, it turns.</summary>
    private const double TurnMS = 0.01;

    private readonly FormationPace pace = new();
    private readonly double periodS;
    private PathCurve curve;
    private bool leaves;
    private double direction = 1;
    private double share;
    private double speedMS;

    public PaceMaker(FormationPath path, double speedMS, double periodS)
    {
        ArgumentNullException.ThrowIfNull(path);
        (Path, curve, SpeedMS, this.periodS) = (path, path.Curve(), speedMS, periodS);
        pace.Path = 1;
    }

    /// <summary>As the period after the last decision begins.</summary>
    public FormationPace Pace => pace;

    /// <summary>The path of <see cref="Pace"/>.</summary>
    public FormationPath Path { get; private set; }

    /// <summary>Wanted speed along the path, m/s, 0 or more.</summary>
    public double SpeedMS { get; set; }

    /// <summary>The fleet stands, or comes to a stand.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Present share of the speed: below 1 where the path waits.</summary>
    public double Share => share;

    public void BeginAt(uint tick) => pace.Tick = tick;

    /// <summary>For the host that goes on when this one is gone (<c>host/pace</c> in <c>mae describe</c>).</summary>
    public string Remember()
    {
        var numbers = new double[FormationPace.Count];
        pace.Write(numbers);
        return new JsonObject
        {
            ["pace"] = new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
            ["direction"] = direction,
            ["share"] = share,
            ["speed_m_s"] = speedMS,
        }.ToJsonString();
    }

    /// <summary>Goes on from where another host left the pace.</summary>
    /// <param name="text">Of <see cref="Remember"/>; what is none gives null, as does one of another path.</param>
    /// <param name="pathOf">The path of this number; null: there is none.</param>
    public static PaceMaker? TryRecall(string? text, Func<double, FormationPath?> pathOf, double speedMS, double periodS)
    {
        ArgumentNullException.ThrowIfNull(pathOf);
        try
        {
            if (text is null || JsonNode.Parse(text) is not JsonObject json
                || json["pace"] is not JsonArray { Count: FormationPace.Count } given)
                return null;
            var numbers = given.Select(number => number!.GetValue<double>()).ToArray();
            if (pathOf(numbers[0]) is not { } path)
                return null;
            var made = new PaceMaker(path, speedMS, periodS)
            {
                direction = json["direction"]!.GetValue<double>() < 0 ? -1 : 1, leaves = true,
                share = Math.Clamp(json["share"]!.GetValue<double>(), 0, 1),
                speedMS = Math.Clamp(json["speed_m_s"]!.GetValue<double>(), 0, PlanarScenario.SpeedMS),
            };
            return made.pace.TryRead(numbers) ? made : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>From the next decision on the fleet follows another path, from where that is nearest; the present one goes on as the one
    /// before.</summary>
    /// <returns>The new path's number.</returns>
    public int Follow(FormationPath next)
    {
        ArgumentNullException.ThrowIfNull(next);
        pace.At(pace.Tick, periodS, before: false);
        curve.Evaluate(pace.PhaseAt);
        var phase = next.NearestPhase(curve.X, curve.Y);
        (pace.PhaseBefore, pace.RateBefore, pace.SlewBefore) = (pace.Phase, pace.Rate, pace.Slew);
        (pace.Phase, pace.Rate, pace.Slew) = (phase, 0, 0);
        (leaves, curve, Path, direction) = (true, next.Curve(), next, 1);
        pace.Path++;
        return (int)pace.Path;
    }

    /// <summary>A period has ended: where the fleet is as the next begins, and how fast it goes on.</summary>
    /// <param name="worstErrorM">Of the rovers that drive.</param>
    public void Decide(uint tick, double worstErrorM)
    {
        var next = tick + 1;
        if (next - pace.Tick is 0 or >= 0x80000000u)
            return;
        var goal = IsHeld ? 0 : Math.Clamp(1 - ((worstErrorM - FreeErrorM) / ErrorSpanM), 0, 1);
        share += Math.Clamp(goal - share, -ShareRate * periodS, ShareRate * periodS);
        speedMS += Math.Clamp(SpeedMS - speedMS, -SpeedRateMS2 * periodS, SpeedRateMS2 * periodS);
        pace.At(next, periodS, before: true);
        (pace.PhaseBefore, pace.RateBefore) = (pace.PhaseAt, pace.RateAt);
        pace.At(next, periodS, before: false);
        (pace.Phase, pace.Rate) = (Wrapped(curve, pace.PhaseAt), pace.RateAt);
        pace.Tick = next;
        if (leaves)
        {
            // It is left: it goes on at its rate, and stands where it ends.
            pace.SlewBefore = -pace.RateBefore * Math.Min(1, ShareRate * periodS) / periodS;
        }

        pace.Slew = (Rate(pace.Phase + (pace.Rate * periodS)) - pace.Rate) / periodS;
    }

    // Phase units a second at a place, for the speed of now.
    private double Rate(double phase)
    {
        var at = curve.IsClosed ? phase : Math.Clamp(phase, 1e-9, curve.Span - 1e-9);
        curve.Evaluate(at);
        var slope = Math.Sqrt((curve.SlopeX * curve.SlopeX) + (curve.SlopeY * curve.SlopeY));
        if (slope < 1e-9 || curve.Span <= 0)
            return 0;
        var wanted = share * speedMS;
        if (!curve.IsClosed)
        {
            var restM = slope * Math.Max(0, direction > 0 ? curve.Span - at : at);
            if (restM < TurnMS * TurnMS / BrakeMS2 && Math.Abs(pace.Rate) * slope <= 2 * TurnMS)
                (direction, restM) = (-direction, slope * curve.Span);
            wanted = Math.Min(wanted, Math.Sqrt(2 * BrakeMS2 * restM));
        }

        return direction * wanted / slope;
    }

    // Whole turns of a closed path do not matter, and digits do.
    private static double Wrapped(PathCurve of, double phase) =>
        of.IsClosed && Math.Abs(phase) > 8 * of.Span ? phase - (of.Span * Math.Floor(phase / of.Span)) : phase;
}
