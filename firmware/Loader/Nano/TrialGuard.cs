using System.Threading;
using MultiAgentEdge.Programs;
using nanoFramework.Runtime.Native;

namespace MultiAgentEdge.Firmware.Loading.Nano
{
    /// <summary>Restarts the board where a program on trial has not said in its time that it is alive.</summary>
    public sealed class TrialGuard
    {
        private const int LimitMs = (int)(ProgramLoader.AliveLimitUs / 1000);
        private const int AgainMs = 1000;

        private readonly ProgramLoader _loader;
        private readonly BootRecord _record;

        /// <param name="record">One of its own: the program writes by another.</param>
        public TrialGuard(ProgramLoader loader, BootRecord record)
        {
            _loader = loader;
            _record = record;
        }

        public void Run()
        {
            Thread.Sleep(LimitMs);
            while (!_record.Open())
                Thread.Sleep(AgainMs);
            if (!_record.IsOnTrial)
                return;
            _loader.NotAlive();
            Power.RebootDevice();
        }
    }
}
