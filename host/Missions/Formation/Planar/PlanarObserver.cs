using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Writes down what a formation is like as a control period begins: a simulated one as it truly is.</summary>
public sealed class PlanarObserver(PlanarRunOptions options, PaceMaker pace, FormationConductor conductor)
{
    /// <param name="tick">The period that begins now.</param>
    public PlanarRecord Observe(uint tick, double timeS, PlanarFleet fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var rovers = new PlanarRoverRecord[options.Rovers.Count];
        for (var i = 0; i < rovers.Length; i++)
        {
            var agent = fleet.Rovers[i].Agent;
            var pose = fleet.Pose(i);
            var place = conductor.References[i];
            place.Evaluate(pace.Pace, tick, options.PeriodS);
            var mode = fleet.Rovers[i].IsPoweredOff ? "off" : RoverPresence.NameOf(agent.Mode);
            var isPlaced = conductor.TakesPart(i) && agent.IsDriving;
            rovers[i] = new PlanarRoverRecord(
                options.Rovers[i], mode, agent.ParameterVersion, pose.XM, pose.YM, pose.HeadingRad, place.X, place.Y,
                isPlaced ? pose.XM + (PointLaw.DefaultLookAheadM * Math.Cos(pose.HeadingRad)) - place.X : double.NaN,
                isPlaced ? pose.YM + (PointLaw.DefaultLookAheadM * Math.Sin(pose.HeadingRad)) - place.Y : double.NaN,
                [.. agent.State.Take(5)], [.. agent.Applied.Take(2)], agent.Controller?.Figure ?? double.NaN, agent.Controller?.Count ?? 0,
                IsLost: fleet.IsLost(i), Interventions: agent.Interventions);
        }

        return Record(tick, timeS, rovers);
    }

    /// <summary>As the rovers say it of themselves.</summary>
    public PlanarRecord Observe(uint tick, double timeS, FleetSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rovers = new PlanarRoverRecord[options.Rovers.Count];
        for (var i = 0; i < rovers.Length; i++)
        {
            var rover = session.Roster.GetValueOrDefault(options.Rovers[i]);
            double[] state = rover is { State.Length: 5 } ? [.. rover.State] : [];
            var place = conductor.References[i];
            place.Evaluate(pace.Pace, rover?.Tick ?? tick, options.PeriodS);
            var isPlaced = state.Length == 5 && conductor.TakesPart(i) && rover!.IsDriving;
            var (sin, cos) = Math.SinCos(state.Length == 5 ? state[4] : double.NaN);
            rovers[i] = new PlanarRoverRecord(
                options.Rovers[i], rover?.ModeName ?? "unknown", rover?.ParameterVersion ?? 0,
                state.Length == 5 ? state[0] - (PointLaw.DefaultLookAheadM * cos) : double.NaN,
                state.Length == 5 ? state[1] - (PointLaw.DefaultLookAheadM * sin) : double.NaN,
                state.Length == 5 ? state[4] : double.NaN, place.X, place.Y, isPlaced ? state[0] - place.X : double.NaN,
                isPlaced ? state[1] - place.Y : double.NaN, state, [],
                double.NaN, 0, rover is not null && (rover.Faults & FaultFlags.PoseLost) != 0, Interventions: 0);
        }

        return Record(tick, timeS, rovers);
    }

    private PlanarRecord Record(uint tick, double timeS, PlanarRoverRecord[] rovers)
    {
        var placed = rovers.Where(rover => !double.IsNaN(rover.ErrorXM)).ToList();
        pace.Pace.At(tick, options.PeriodS, before: false);
        var curve = pace.Path.Curve();
        curve.Evaluate(pace.Pace.PhaseAt);
        return new PlanarRecord(
            (int)tick, timeS, pace.Share, curve.X, curve.Y, Relative(placed), Middle(placed), tick >= conductor.FormedTick,
            conductor.Shape.Name, Contacts(rovers) + rovers.Count(Touches), rovers);
    }

    private static double Relative(List<PlanarRoverRecord> placed)
    {
        var (sum, pairs) = (0.0, 0);
        for (var i = 0; i < placed.Count; i++)
        {
            for (var j = i + 1; j < placed.Count; j++, pairs++)
                sum += Square(placed[i].ErrorXM - placed[j].ErrorXM) + Square(placed[i].ErrorYM - placed[j].ErrorYM);
        }

        return pairs == 0 ? double.NaN : Math.Sqrt(sum / pairs);
    }

    private static double Middle(List<PlanarRoverRecord> placed) =>
        placed.Count == 0
            ? double.NaN
            : Math.Sqrt(Square(placed.Average(rover => rover.ErrorXM)) + Square(placed.Average(rover => rover.ErrorYM)));

    private static int Contacts(PlanarRoverRecord[] rovers)
    {
        var touching = 0;
        for (var i = 0; i < rovers.Length; i++)
        {
            for (var j = i + 1; j < rovers.Length; j++)
            {
                touching += Square(rovers[i].XM - rovers[j].XM) + Square(rovers[i].YM - rovers[j].YM)
                    < Square(2 * FormationShape.BodyRadiusM) ? 1 : 0;
            }
        }

        return touching;
    }

    private bool Touches(PlanarRoverRecord rover) =>
        !double.IsNaN(rover.XM) && conductor.Floor.FreeM(rover.XM, rover.YM) < FormationShape.BodyRadiusM;

    private static double Square(double value) => value * value;
}
