using System;
using System.Threading;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>The wheel loops and the rover's watchdog, one behind the other in one thread above the main loop's: a second thread's stack
    /// is worth more than apart. Whatever the wheel loops do, the watchdog has its turn; an exception ends a board's thread silently, so
    /// none gets that far.</summary>
    public sealed class GuardTask
    {
        private readonly IPeriodicTask _wheels;
        private readonly BoardRover _rover;
        private readonly IClock _clock;

        public GuardTask(IPeriodicTask wheels, BoardRover rover, IClock clock)
        {
            _wheels = wheels;
            _rover = rover;
            _clock = clock;
        }

        /// <summary>Exceptions that the work has thrown.</summary>
        public int Failures { get; private set; }

        public void Start()
        {
            Thread thread = new Thread(Run);
            thread.Priority = ThreadPriority.AboveNormal;
            thread.Start();
        }

        private void Run()
        {
            while (true)
            {
                long nowUs = _clock.NowUs;
                try
                {
                    _wheels.RunOnce(nowUs);
                }
                catch (Exception)
                {
                    Failures++;
                }

                try
                {
                    _rover.Guard(nowUs);
                }
                catch (Exception)
                {
                    Failures++;
                }

                Thread.Sleep(_wheels.PeriodUs / 1000);
            }
        }
    }
}
