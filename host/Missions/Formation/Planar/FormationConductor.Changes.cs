using MultiAgentEdge.Formation;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>The changes themselves: places, sets, pushes.</summary>
public sealed partial class FormationConductor
{
    /// <summary>Of a blend at most, m/s; a quintic's peak is 15/8 of its mean.</summary>
    private const double BlendSpeedMS = 0.2;

    private const double LeastBlendS = 5;

    /// <summary>First tick of the first blend: all have begun to drive.</summary>
    private const uint FirstBlendTick = 5;

    /// <summary>A path that waits stands within two seconds.</summary>
    private const uint StopTicks = 12;

    /// <summary>Between the points of a rover that drives and one that stands: two bodies, both points ahead of their axles, and a hand's
    /// breadth.</summary>
    private const double WayClearanceM = (2 * (FormationShape.BodyRadiusM + PointLaw.DefaultLookAheadM)) + 0.08;

    /// <summary>Periods that a rover which comes back has, besides its blend, to be armed and started.</summary>
    private const uint ReturnTicks = 10;

    /// <summary>The sets that rovers get before they start.</summary>
    public Dictionary<string, byte[]> Sets()
    {
        var weight = new double[4];
        var sets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < places.Length; i++)
        {
            if (!takesPart[i])
                continue;
            var local = parameters(i);
            negotiator.CopyCouplingWeight(i, weight);
            local.CouplingWeight[0] = weight[0];
            var limits = PriceLimits.Of(negotiator, i, outputCount: 2);
            var bytes = FloorSet.With(
                FormationParameterSet.Build(
                    local, Version, negotiator.Mode, options.RoundsPerPeriod, options.PeriodS,
                    prices: new PriceLimits(limits.Lower[..1], limits.Upper[..1]), place: places[i]!), Floor);
            sets.Add(options.Rovers[i], bytes);
            var set = new ParameterSet();
            if (set.TryParse(bytes, bytes.Length) != ParameterStatus.Ok || !references[i].TryLoad(set))
                throw new InvalidOperationException("A formation's own set cannot be read.");
        }

        return sets;
    }

    // From where they were put down to their places on the path's beginning, which waits for them.
    private void Gather()
    {
        List<(double X, double Y)> points = [.. options.Starts.Where((_, i) => takesPart[i]).Select(PointOf)];
        var curve = pace.Path.Curve();
        curve.Evaluate(pace.Pace.Phase);
        List<(double X, double Y)> slots = [.. Shape.Slots.Select(slot => (slot.X + curve.X, slot.Y + curve.Y))];
        var slotOf = SlotAssignment.Of(points, slots);
        FormationWay.CheckGathering(
            Floor, [.. options.Rovers.Where((_, i) => takesPart[i])], points, [.. slotOf.Select(slot => slots[slot])]);
        blendStart = FirstBlendTick;
        var periods = BlendPeriods(points.Select((point, i) => Distance(point, slots[slotOf[i]])).Max());
        FormedTick = blendEnd = blendStart + (uint)periods;
        for (var i = 0; i < points.Count; i++)
        {
            var start = options.Starts[i];
            places[i] = new PlanarPlace(
                pace.Path.Numbers, Shape.Slots[slotOf[i]], (int)pace.Pace.Path, [(int)PathKind.Point, points[i].X, points[i].Y], (0, 0), 0,
                blendStart, periods,
                [start.XM, start.YM, start.HeadingRad]);
        }
    }

    private static (double X, double Y) PointOf((double XM, double YM, double HeadingRad) pose) =>
        (pose.XM + (PointLaw.DefaultLookAheadM * Math.Cos(pose.HeadingRad)),
            pose.YM + (PointLaw.DefaultLookAheadM * Math.Sin(pose.HeadingRad)));

    private FormationPath PathOf(FormationOrder order) =>
        FormationPath.Of(
            order.Path ?? pace.Path.Name, order.SizeM ?? options.SizeM, order.CentreM ?? (nextPath ?? pace.Path).CentreM ?? default,
            order.WaypointsM);

    private int BlendPeriods(double wayM) => (int)Math.Ceiling(Math.Max(LeastBlendS, 15.0 / 8 * wayM / BlendSpeedMS) / options.PeriodS);

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private void Carry(FormationOrder order, uint tick, long nowUs)
    {
        var count = takesPart.Count(its => its);
        if (count == 0)
            return;
        if (order.Shape is { } name)
        {
            // A triangle of two is a line.
            Shape = FormationShape.Of(ShapeFor(name, count), count, options.GapM, order.OffsetsM);
            ShapeChanges++;
        }

        nextPath = order.HasPath ? PathOf(order) : null;
        Rearrange([.. places.Select(place => place?.Offset ?? default)], order.Shape is null ? null : Shape.Slots, tick + leadTicks, nowUs);
    }

    private static string ShapeFor(string name, int count) => count < 3 && name is "triangle" or "polygon" ? "line" : name;

    // To the slots with the least squares of the ways, all in the same time.
    private void Rearrange((double X, double Y)[] from, IReadOnlyList<(double X, double Y)>? slots, uint start, long nowUs)
    {
        int[] who = [.. Enumerable.Range(0, places.Length).Where(i => takesPart[i])];
        var slotOf = slots is null ? null : SlotAssignment.Of([.. who.Select(i => from[i])], slots);
        var number = (int)pace.Pace.Path + (nextPath is null ? 0 : 1);
        var path = (nextPath ?? pace.Path).Numbers;
        var wayM = PathWayM();
        for (var k = 0; k < who.Length; k++)
        {
            var place = places[who[k]]!;
            var offset = slotOf is null ? place.Offset : slots![slotOf[k]];
            wayM = Math.Max(wayM, PathWayM() + Distance(from[who[k]], offset));
            places[who[k]] = who[k] == returning
                ? place with { Path = path, Offset = offset, PathNumber = number }
                : new PlanarPlace(path, offset, number, place.Path, place.Offset, place.PathNumber, 0, 0);
        }

        blendStart = start;
        var periods = BlendPeriods(wayM);
        blendEnd = start + (uint)periods;
        foreach (var i in who)
            places[i] = places[i]! with { StartTick = start, Periods = periods };
        StartPush(nowUs);
    }

    private double PathWayM()
    {
        if (nextPath is null)
            return 0;
        var (x, y) = PathPoint(pace.Pace.Tick);
        var curve = nextPath.Curve();
        curve.Evaluate(nextPath.NearestPhase(x, y));
        return Distance((x, y), (curve.X, curve.Y));
    }

    private (double X, double Y) PathPoint(uint tick)
    {
        pace.Pace.At(tick, options.PeriodS, before: false);
        var curve = pace.Path.Curve();
        curve.Evaluate(pace.Pace.PhaseAt);
        return (curve.X, curve.Y);
    }

    private void StartPush(long nowUs)
    {
        (hasNewParameters, isPushing, isScheduled) = (false, true, false);
        Version++;
        mission!.Push(Version, Sets(), nowUs);
    }

    private void Push(uint tick, long nowUs)
    {
        var rollout = mission!.Rollout;
        if (isScheduled)
        {
            isPushing = !rollout.AllActive && !IsAfter(tick, blendStart + ReturnTicks);
            return;
        }

        // What blends may not come too late to begin at its beginning.
        if (!IsAfter(tick, blendEnd) && IsAfter(tick + 2, blendStart))
        {
            (blendStart, blendEnd) = (blendStart + leadTicks, blendEnd + leadTicks);
            for (var i = 0; i < places.Length; i++)
                places[i] = takesPart[i] ? places[i]! with { StartTick = blendStart } : places[i];
            StartPush(nowUs);
        }
        else if (rollout.AllStaged)
        {
            rollout.ActivateAt(tick + 1, nowUs);
            isScheduled = true;
        }
    }

    private void Watch(uint tick, long nowUs)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var rover = session.Roster.GetValueOrDefault(options.Rovers[i]);
            if (takesPart[i])
            {
                away[i] = rover?.IsDriving == true || i == returning ? 0 : away[i] + 1;
                if (away[i] > PeriodsToLeaveOut)
                    LeaveOut(i, nowUs);
            }
            else if (returning < 0 && IsIdle && IsAfter(tick, blendEnd) && IsBack(rover))
            {
                (returning, isReturning) = (i, false);
                Said?.Invoke($"{options.Rovers[i]} {(places[i] is null ? "joins" : "is back")}; the path waits for it");
            }
        }
    }

    /// <summary>A rover that has no place stands where one would drive soon: the path waits until it is gone, or has its place
    /// again.</summary>
    private bool IsBlocked(uint tick)
    {
        var before = blocking;
        blocking = -1;
        for (var i = 0; i < places.Length && blocking < 0; i++)
        {
            if (!takesPart[i] && StandsAt(i) is { } at && Enumerable.Range(0, places.Length).Any(j => takesPart[j] && IsNear(j, at, tick)))
                blocking = i;
        }

        if (blocking >= 0 && blocking != before)
            Said?.Invoke($"{options.Rovers[blocking]} stands in the way; the path waits");
        return blocking >= 0;
    }

    private (double X, double Y)? StandsAt(int rover)
    {
        if (places[rover] is null)
            return PointOf(options.Starts[rover]);
        return session.Roster.GetValueOrDefault(options.Rovers[rover]) is { State.Length: 5 } known
            ? (known.State[0], known.State[1])
            : null;
    }

    // At the speed of now and as if nothing else changed: in the time that a stop of the path takes.
    private bool IsNear(int rover, (double X, double Y) at, uint tick)
    {
        for (uint ahead = 0; ahead <= StopTicks; ahead += 2)
        {
            references[rover].Evaluate(pace.Pace, tick + ahead, options.PeriodS);
            if (Distance((references[rover].X, references[rover].Y), at) < WayClearanceM)
                return true;
        }

        return false;
    }

    private bool IsBack(RoverPresence? rover) =>
        rover is { Mode: RoverMode.Disarmed or RoverMode.SafeStop or RoverMode.Armed, Info: not null } && !taken.Contains(rover.Name)
        && !mission!.Holds(rover.Name)
        && (rover.State.Length == 5 || places[Index(rover.Name)] is null);

    private void LeaveOut(int rover, long nowUs)
    {
        takesPart[rover] = false;
        away[rover] = 0;
        Said?.Invoke($"{options.Rovers[rover]} no longer drives; the others {(options.ClosesUp ? "close up" : "keep its place")}");
        if (options.ClosesUp && Shape.Name != FormationShape.Offsets)
            orders.Enqueue(new FormationOrder { Shape = Shape.Name });
        if (IsStaging)
            StartPush(nowUs);
    }

    // First the path comes to a stand; then it gets its place, in the world where nobody else moves but to make room; then it drives.
    private void Return(uint tick, long nowUs)
    {
        var rover = session.Roster[options.Rovers[returning]];
        if (isReturning)
        {
            if (!rover.IsDriving)
                LeaveOut(returning, nowUs);
            returning = -1;
            return;
        }

        if (!IsBack(rover))
        {
            returning = -1;
            return;
        }

        if (pace.Share > 0)
            return;
        isReturning = takesPart[returning] = true;
        var (x, y) = PathPoint(tick);
        (double X, double Y)[] from = [.. places.Select(place => place?.Offset ?? default)];
        List<(double X, double Y)> slots = [.. from.Where((_, i) => takesPart[i])];
        // Who never had a place stands where it was put down, and is told so.
        var start = options.Starts[returning];
        var isNew = places[returning] is null;
        var at = isNew ? PointOf(start) : (X: rover.State[0], Y: rover.State[1]);
        from[returning] = (at.X - x, at.Y - y);
        places[returning] = new PlanarPlace(
            pace.Path.Numbers, from[returning], (int)pace.Pace.Path, [(int)PathKind.Point, at.X, at.Y], (0, 0), 0, 0, 0,
            isNew ? [start.XM, start.YM, start.HeadingRad] : null);
        if (options.ClosesUp && Shape.Name != FormationShape.Offsets)
        {
            Shape = FormationShape.Of(Shape.Name, takesPart.Count(its => its), options.GapM);
            slots = [.. Shape.Slots];
            ShapeChanges++;
        }

        Rearrange(from, slots, tick + leadTicks + ReturnTicks, nowUs);
    }
}
