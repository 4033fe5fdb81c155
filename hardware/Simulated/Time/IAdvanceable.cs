namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>Something whose physics run up to a given time.</summary>
    public interface IAdvanceable
    {
        /// <summary>The time reached, microseconds.</summary>
        long NowUs { get; }

        /// <summary>Runs on to a time; one that has passed already changes nothing.</summary>
        void AdvanceTo(long timeUs);
    }
}
