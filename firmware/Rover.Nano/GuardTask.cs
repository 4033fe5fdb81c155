using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>The wheel loops and the rover's watchdog, one behind the other in one thread: a second thread's stack is worth more than
    /// apart. Whatever the wheel loops do, the watchdog has its turn.</summary>
    public sealed class GuardTask : IPeriodicTask
    {
        private readonly IPeriodicTask _wheels;
        private readonly BoardRover _rover;

        public GuardTask(IPeriodicTask wheels, BoardRover rover)
        {
            _wheels = wheels;
            _rover = rover;
        }

        public int PeriodUs
        {
            get { return _wheels.PeriodUs; }
        }

        public void RunOnce(long nowUs)
        {
            try
            {
                _wheels.RunOnce(nowUs);
            }
            finally
            {
                _rover.Guard(nowUs);
            }
        }
    }
}
