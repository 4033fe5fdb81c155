using System;
using System.Threading;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>Runs periodic work in a thread above the main loop's. An exception ends a board's thread silently, so none gets that
    /// far.</summary>
    public sealed class RepeatedTask
    {
        private readonly IPeriodicTask _task;
        private readonly IClock _clock;

        public RepeatedTask(IPeriodicTask task, IClock clock)
        {
            _task = task;
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
                try
                {
                    _task.RunOnce(_clock.NowUs);
                }
                catch (Exception)
                {
                    Failures++;
                }

                Thread.Sleep(_task.PeriodUs / 1000);
            }
        }
    }
}
