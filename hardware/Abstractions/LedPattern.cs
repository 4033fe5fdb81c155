namespace MultiAgentEdge.Hardware
{
    /// <summary>What a status light shows.</summary>
    public enum LedPattern
    {
        Off = 0,
        On = 1,

        /// <summary>One flash a second.</summary>
        Slow = 2,

        /// <summary>Five flashes a second.</summary>
        Fast = 3,

        /// <summary>Two short flashes a second, then dark.</summary>
        Double = 4,
    }
}
