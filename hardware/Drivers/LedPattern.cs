namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>What the status LED shows.</summary>
    public enum LedPattern
    {
        Off = 0,
        On = 1,

        /// <summary>One flash a second.</summary>
        Slow = 2,

        /// <summary>Five flashes a second.</summary>
        Fast = 3,
    }
}
