namespace MultiAgentEdge.Hardware
{
    /// <summary>
    /// Work that hardware needs between two calls of its owner, such as a wheel-speed loop. A board runs it from a timer, a simulation in
    /// lock-step. Safe to run while other threads call its owner.
    /// </summary>
    public interface IPeriodicTask
    {
        /// <summary>How often it wants to run, microseconds.</summary>
        int PeriodUs { get; }

        /// <summary>Runs once. A late or missed call is made good by the time passed in; the same time twice does nothing.</summary>
        void RunOnce(long nowUs);
    }
}
