using System.Threading;

namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>Time that stands still until it is moved. May be read by several threads while one moves it.</summary>
    public sealed class SimulatedClock : IClock
    {
        private long _nowUs;

        public SimulatedClock(long startUs = 0)
        {
            _nowUs = startUs;
        }

        /// <inheritdoc/>
        public long NowUs
        {
#if NET
            get { return Interlocked.Read(ref _nowUs); }
#else
            get { return _nowUs; }
#endif
        }

        /// <summary>Moves time forward; a time that has passed already changes nothing.</summary>
        public void AdvanceTo(long timeUs)
        {
            if (timeUs > NowUs)
            {
#if NET
                Interlocked.Exchange(ref _nowUs, timeUs);
#else
                _nowUs = timeUs;
#endif
            }
        }
    }
}
