using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Who drove of those that the formation had a place for: of who stands aside, or has been taken out, nothing is asked.</summary>
public sealed class PlanarTurnout
{
    private readonly TurnoutCount count = new();
    private readonly SortedSet<string> asked = new(StringComparer.Ordinal);

    public void Note(PlanarRecord record, FormationConductor conductor)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(conductor);
        count.BeginPeriod();
        for (var i = 0; i < record.Rovers.Length; i++)
        {
            var rover = record.Rovers[i];
            if (conductor.TakesPart(i))
                asked.Add(rover.Name);
            if (asked.Contains(rover.Name))
                count.Note(rover.Name, rover.Drives, rover.Mode);
            if (!conductor.TakesPart(i))
                count.Excuse(rover.Name);
        }
    }

    /// <param name="wanted">Periods that the run was to have.</param>
    public Turnout Total(int wanted) => count.Total(asked, wanted);
}
