using MultiAgentEdge.Hardware;
using nanoFramework.Hardware.Esp32;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>The ESP32's own timer: microseconds since boot, whatever the wall clock does.</summary>
    public sealed class NanoClock : IClock
    {
        // A field makes a signed number of it; a cast alone leaves it unsigned on the interpreter (NANO301). Another thread's time is as
        // good.
        private long _nowUs;

        public long NowUs
        {
            get
            {
                _nowUs = (long)HighResTimer.GetCurrent();
                return _nowUs;
            }
        }
    }
}
