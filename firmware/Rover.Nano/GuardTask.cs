using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>The rover's watchdog as periodic work, in a thread of its own.</summary>
    public sealed class GuardTask : IPeriodicTask
    {
        private readonly BoardRover _rover;

        public GuardTask(BoardRover rover, int periodUs)
        {
            _rover = rover;
            PeriodUs = periodUs;
        }

        public int PeriodUs { get; private set; }

        public void RunOnce(long nowUs)
        {
            _rover.Guard(nowUs);
        }
    }
}
