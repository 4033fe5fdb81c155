namespace MultiAgentEdge.Safety
{
    /// <summary>The agent's mode, as reported in state frames. Values are part of the wire format.</summary>
    public enum RoverMode : byte
    {
        /// <summary>Written by the broker on behalf of a rover that vanished (last will).</summary>
        Lost = 0,

        /// <summary>Motors off, ignores everything but arming and parameters.</summary>
        Disarmed = 1,

        /// <summary>Ready, motors off, waiting for the start tick.</summary>
        Armed = 2,

        Running = 3,

        /// <summary>Driving with less than it should have (link, deadline).</summary>
        Degraded = 4,

        /// <summary>Stopped by the supervisor, latched.</summary>
        SafeStop = 5,

        /// <summary>Stopped by a person, latched.</summary>
        EmergencyStop = 6,
    }
}
