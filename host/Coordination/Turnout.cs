namespace MultiAgentEdge.Host.Coordination;

/// <summary>Whether the rovers of a run drove as they were asked to: what its exit code and its last sentence are made of.</summary>
/// <param name="what">What is counted, for people: periods, ways home.</param>
public sealed class Turnout(IReadOnlyList<RoverTurnout> rovers, string what)
{
    public IReadOnlyList<RoverTurnout> Rovers { get; } = rovers;

    /// <summary>Those that did not do what they were asked to.</summary>
    public IReadOnlyList<RoverTurnout> Missing { get; } = [.. rovers.Where(rover => !rover.Drove)];

    /// <summary>Rovers of which something was asked.</summary>
    public int Asked { get; } = rovers.Count(rover => rover.Asked > 0);

    /// <summary>Every rover of which something was asked did it, and there was one.</summary>
    public bool IsWhole => Asked > 0 && Missing.Count == 0;

    /// <summary>No rover did what it was asked to, or nothing was asked of any.</summary>
    public bool IsNone => Missing.Count == Asked;

    /// <summary>What was missing, for people; null where nothing was.</summary>
    public string? Sentence => IsWhole ? null
        : Asked == 0 ? "No rover had anything to drive."
        : $"{(IsNone ? "No rover drove as it was asked to" : $"{Missing.Count} of {Asked} rovers did not drive as they were asked to")}: "
            + string.Join("; ", Missing.Select(rover => $"{rover.Rover} {rover.Done} of {rover.Asked} {what}, at the end {rover.AtEnd}"))
            + ".";
}
