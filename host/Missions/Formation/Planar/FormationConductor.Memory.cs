using MultiAgentEdge.Formation;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>What goes from one host to the next.</summary>
public sealed partial class FormationConductor
{
    /// <summary>For the host that goes on when this one is gone.</summary>
    public PlanarMemory Remember() => new(
        Shape.Name, [.. Shape.Slots.Select(slot => new[] { slot.X, slot.Y })],
        [.. options.Rovers.Select((name, i) => new PlanarMemory.Part(
            takesPart[i], session.Roster.GetValueOrDefault(name)?.BootCount, PlanarMemory.Slot.Of(places[i])))],
        FormedTick, isPaused, pace.SpeedMS,
        [.. Floor.Obstacles.Where(one => one.IsDisc).Select(one => new PlanarMemory.Disc(one.Name, one.FromXM, one.FromYM))],
        usual is null ? null : FormationOrderJson.Of(usual), [.. orders.Select(FormationOrderJson.Of)]);

    /// <summary>The path that a pace belongs to, of a formation that was left; null where they do not go together.</summary>
    /// <param name="number">The pace's.</param>
    public static FormationPath? PathOf(PlanarMemory left, double number)
    {
        ArgumentNullException.ThrowIfNull(left);
        var place = left.Rovers.First(rover => rover.TakesPart).Place!;
        return number == place.PathNumber ? Named(place.Path)
            : number == place.PathNumberBefore && place.PathNumberBefore == place.PathNumber - 1 ? Named(place.PathBefore) : null;
    }

    /// <summary>Goes on where another host left the formation. Whoever does not drive now has no place in it: it gets one as it comes
    /// back.</summary>
    private void Recall(PlanarMemory left)
    {
        Floor = left.On(options.Floor);
        Shape = new FormationShape(left.Shape, [.. left.SlotsM.Select(slot => (slot[0], slot[1]))]);
        (FormedTick, isPaused, usual) = (left.FormedTick, left.IsPaused, left.UsualOrder);
        foreach (var order in left.WaitingOrders)
            orders.Enqueue(order);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = left.Rovers[i].Place?.ToPlace();
            takesPart[i] = left.Rovers[i].TakesPart && session.Roster.GetValueOrDefault(options.Rovers[i])?.IsDriving == true;
        }

        if (options.ClosesUp && Shape.Name != FormationShape.Offsets && takesPart.Count(its => its) != Shape.Slots.Count)
            orders.Enqueue(new FormationOrder { Shape = Shape.Name });
        var newest = places.Where((_, i) => left.Rovers[i].TakesPart).MaxBy(place => place!.StartTick)!;
        (blendStart, blendEnd) = (newest.StartTick, newest.StartTick + (uint)newest.Periods);
        nextPath = newest.PathNumber > pace.Pace.Path ? Named(newest.Path) : null;
    }

    // As people type it: the kinds are called so.
    private static FormationPath Named(double[] numbers) => new(((PathKind)(int)numbers[0]).ToString().ToLowerInvariant(), numbers);
}
