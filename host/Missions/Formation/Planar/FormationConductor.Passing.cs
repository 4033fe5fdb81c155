using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>What stands beside the path: a formation that would meet it takes a narrow shape, passes, and goes back to its own.</summary>
public sealed partial class FormationConductor
{
    /// <summary>Looked ahead beyond the way of a change of shape, m.</summary>
    private const double BeyondM = 0.4;

    /// <summary>The shape that they go back to; null: they are in it.</summary>
    private FormationOrder? usual;
    private bool isBarred;
    private bool changesAtRest;

    /// <summary>What stands on the floor, where it is now.</summary>
    public FloorEntry Floor { get; private set; }

    /// <summary>Somebody has carried something elsewhere: not where a rover is, and not onto the path.</summary>
    private FloorEntry Moved(FormationOrder order)
    {
        if (order.ObstaclesM is not { } moves)
            return Floor;
        FloorEntry moved;
        try
        {
            moved = Floor.Moved(moves);
        }
        catch (KeyNotFoundException unknown)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE628", $"There is no obstacle {NameText.Short(unknown.Message)} that could be moved.",
                $"Those that can: {string.Join(", ", Floor.Obstacles.Where(one => one.IsDisc).Select(one => one.Name))}.", unknown);
        }

        foreach (var rover in options.Rovers.Select(session.Roster.GetValueOrDefault))
        {
            if (rover is { State: [var x, var y, ..] } && moved.FreeM(x, y) < FormationShape.BodyRadiusM
                && moved.FreeM(x, y) < Floor.FreeM(x, y))
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE611", $"{rover.Name} is where {moved.Nearest(x, y)} is to stand.",
                    "Put it elsewhere, or let the rover drive away first.");
            }
        }

        return moved;
    }

    /// <summary>Looks whether the formation passes what comes; orders another shape where it does not.</summary>
    private void LookAhead(uint tick)
    {
        if (Floor.IsEmpty || !IsIdle || !IsAfter(tick, blendEnd) || !IsAfter(tick, FormedTick) || !takesPart.Any(its => its))
            return;
        changesAtRest = false;
        var changeM = (pace.SpeedMS * (LeastBlendS + ((leadTicks + 2) * options.PeriodS))) + 0.1;
        pace.Pace.At(tick, options.PeriodS, before: false);
        var phase = pace.Pace.PhaseAt;
        IReadOnlyList<(double X, double Y)> now = [.. places.Where((_, i) => takesPart[i]).Select(place => place!.Offset)];
        var meetsM = Meets(phase, changeM + BeyondM, now);
        if (usual is not null)
        {
            GoBack(phase, changeM, now);
            // The narrow one has to pass as well.
            Bar(usual is not null && meetsM < BeyondM, phase, now);
            return;
        }

        if (meetsM is not { } wayM)
        {
            Bar(false, phase, now);
            return;
        }

        foreach (var name in FormationWay.Narrow.Where(name => name != Shape.Name))
        {
            var slots = FormationShape.Of(name, now.Count, options.GapM).Slots;
            if (Meets(phase, wayM + changeM + BeyondM, slots) is not null)
                continue;
            usual = new FormationOrder { Shape = Shape.Name, OffsetsM = Shape.Name == FormationShape.Offsets ? Shape.Slots : null };
            changesAtRest = wayM < changeM || !BlendIsFree(phase, changeM, now, slots);
            Said?.Invoke($"{What(phase, wayM, now)} is in the way of the {Shape.Name}: as a {name} they pass");
            orders.Enqueue(new FormationOrder { Shape = name });
            Bar(false, phase, now);
            return;
        }

        Bar(wayM < BeyondM, phase, now);
    }

    private void GoBack(double phase, double changeM, IReadOnlyList<(double X, double Y)> now)
    {
        if (usual!.OffsetsM is { } offsets && offsets.Count != now.Count)
            return;
        var slots = FormationShape.Of(ShapeFor(usual.Shape!, now.Count), now.Count, options.GapM, usual.OffsetsM).Slots;
        if (Meets(phase, changeM + (2 * BeyondM), slots) is not null || !BlendIsFree(phase, changeM, now, slots))
            return;
        Said?.Invoke($"they have passed, and are a {usual.Shape} again");
        orders.Enqueue(usual);
        usual = null;
    }

    // An open path is driven to and fro.
    private double? Meets(double phase, double lengthM, IReadOnlyList<(double X, double Y)> offsets)
    {
        var ahead = FormationWay.Meets(Floor, pace.Path, phase, 1, lengthM, offsets);
        var behind = pace.Path.Curve().IsClosed ? null : FormationWay.Meets(Floor, pace.Path, phase, -1, lengthM, offsets);
        return ahead is null || behind < ahead ? behind : ahead;
    }

    private bool BlendIsFree(
        double phase, double changeM, IReadOnlyList<(double X, double Y)> from, IReadOnlyList<(double X, double Y)> slots)
    {
        var slotOf = SlotAssignment.Of(from, slots);
        for (var k = 1; k < 5; k++)
        {
            var share = k / 5.0;
            List<(double X, double Y)> between = [.. from.Select((at, i) => (
                at.X + (share * (slots[slotOf[i]].X - at.X)), at.Y + (share * (slots[slotOf[i]].Y - at.Y))))];
            if (Meets(phase, changeM, between) is not null)
                return false;
        }

        return true;
    }

    private void Bar(bool bars, double phase, IReadOnlyList<(double X, double Y)> now)
    {
        if (bars && !isBarred)
            Said?.Invoke($"no shape of {now.Count} passes {What(phase, BeyondM, now)}; the path waits: tell another path or shape");
        isBarred = bars;
    }

    private string What(double phase, double wayM, IReadOnlyList<(double X, double Y)> offsets)
    {
        var at = FormationWay.Along(pace.Path, phase, 1, wayM).Last();
        return FormationWay.What(Floor, at.X, at.Y, offsets);
    }
}
