namespace MultiAgentEdge.Host.Telemetry;

/// <summary>What the numbers of a rover's state are, for whoever knows of it only what it says itself: how many there are, and whether it
/// counts its way on wheels.</summary>
public static class StateSignals
{
    private static readonly Signal X = new("x", "m", "x_m");
    private static readonly Signal Y = new("y", "m", "y_m");
    private static readonly Signal Heading = new("heading", "rad", "heading_rad");

    /// <summary>Two wheels in the plane (<c>PlanarDriveBody</c>).</summary>
    public static IReadOnlyList<Signal> Plane { get; } =
        [X, Y, Heading, new("speed", "m/s", "speed_m_s"), new("battery used", "", "battery_used"), new("time", "s", "time_s")];

    /// <summary>The point before the axle of two wheels (<c>PointDriveBody</c>).</summary>
    public static IReadOnlyList<Signal> Point { get; } =
        [X, Y, new("velocity x", "m/s", "velocity_x_m_s"), new("velocity y", "m/s", "velocity_y_m_s"), Heading];

    /// <summary>As many as there are; without a unit where nobody can tell.</summary>
    /// <param name="onWheels">Null: it has not said.</param>
    public static IReadOnlyList<Signal> Of(int count, bool? onWheels) => (count, onWheels) switch
    {
        (2, true) => RoverSignals.Wheels.States,
        (5, true) => Point,
        (6, true) => Plane,
        _ => RoverSignals.Plant(count, 1).States,
    };
}
