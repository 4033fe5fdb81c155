namespace MultiAgentEdge.Host.Worlds;

/// <summary>How a rover of a delivery fleet moves.</summary>
public enum VehicleModel
{
    /// <summary>Position, heading, speed; inputs yaw rate and acceleration.</summary>
    Unicycle,

    /// <summary>The kinematic bicycle (58) of paper S4: steering angle and speed are states, inputs steering rate and
    /// acceleration.</summary>
    Bicycle,
}
