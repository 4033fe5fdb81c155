namespace MultiAgentEdge.Delivery
{
    /// <summary>Motion model of a rover that delivers. Values are part of the parameter format.</summary>
    public enum VehicleKind : byte
    {
        /// <summary>State [x m, y m, heading rad, speed m/s], input [yaw rate rad/s, acceleration m/s^2].</summary>
        Unicycle = 0,

        /// <summary>State [x m, y m, heading rad, speed m/s, steering angle rad], input [steering rate rad/s, acceleration
        /// m/s^2].</summary>
        Bicycle = 1,
    }
}
