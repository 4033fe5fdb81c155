namespace MultiAgentEdge.Hardware
{
    /// <summary>Monotonic time. Injected everywhere: nothing in shared or firmware/Rover reads a clock of its own.</summary>
    public interface IClock
    {
        /// <summary>Microseconds since an arbitrary start; never decreases.</summary>
        long NowUs { get; }
    }
}
