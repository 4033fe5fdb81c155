namespace MultiAgentEdge.Host.Telemetry;

/// <summary>
/// What the states and inputs of a formation's rover are. On wheels they are position, speed and acceleration along its lane. A linear
/// plant has a position too, but what the paper calls its second state is no speed: a plant that stands still has one, and its input is no
/// acceleration.
/// </summary>
public sealed record RoverSignals(IReadOnlyList<Signal> States, IReadOnlyList<Signal> Inputs)
{
    private static readonly Signal Position = new("position", "m", "position_m");

    /// <summary>Two wheels, driven along a lane.</summary>
    public static RoverSignals Wheels { get; } = new(
        [Position, new Signal("speed", "m/s", "speed_m_s")], [new Signal("acceleration", "m/s²", "acceleration_m_s2")]);

    /// <summary>Whether the second state is how fast the first one changes: then a rover has a front.</summary>
    public bool HasSpeed => States.Count > 1 && States[1].Column == Wheels.States[1].Column;

    /// <summary>A linear plant: with two states and one input as in paper S1, else without units.</summary>
    public static RoverSignals Plant(int states, int inputs) => new(
        [.. Enumerable
            .Range(1, states)
            .Select(i => i == 1 && states == 2 ? Position : new Signal(Ordinal(i) + " state", "", $"state_{i}"))],
        [.. Enumerable
            .Range(1, inputs)
            .Select(i => inputs == 1 ? new Signal("input", "", "input") : new Signal(Ordinal(i) + " input", "", $"input_{i}"))]);

    /// <param name="body">As the fleet file names it: rover or linear.</param>
    public static RoverSignals Of(string body, int states, int inputs) =>
        body == "rover" && states == 2 && inputs == 1 ? Wheels : Plant(states, inputs);

    private static string Ordinal(int number) => number switch { 1 => "first", 2 => "second", 3 => "third", _ => $"{number}th" };
}
