// The board's loader. It compiles for a board alone and has not been run on one yet: what decides (ProgramLoader, UpdateReceiver, boot
// record, slots) runs on simulated boards, what is here (files, threads, Assembly.Load) was checked against its sources only.
using System;
using System.Threading;
using MultiAgentEdge.Firmware.Nano;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Programs;
using nanoFramework.Runtime.Native;

namespace MultiAgentEdge.Firmware.Loading.Nano
{
    /// <summary>What a board with updates over the air is flashed with, once: starts the program in its slot, or takes another.</summary>
    public static class Program
    {
        private const int LoopSleepMs = 5;

        public static void Main()
        {
            IBlockStore store = ProgramFiles.Store();
            BootRecord record = new BootRecord(store, 0);
            ProgramSlots slots = ProgramFiles.Slots(store);
            ProgramLoader loader = new ProgramLoader(record, slots, 0);
            BootAction action = loader.Start();
            if (action == BootAction.RunSlot)
            {
                if (record.IsOnTrial)
                    new Thread(new TrialGuard(loader, new BootRecord(store, 0)).Run).Start();
                try
                {
                    LoadedProgram.Run(slots, loader.Slot);
                }
                catch (Exception)
                {
                    // Counted as a crash where it was on trial; where it was not, it is started again.
                    Power.RebootDevice();
                }
            }

            TakeUpdate(record, slots, action == BootAction.Recover);
            Power.RebootDevice();
        }

        private static void TakeUpdate(BootRecord record, ProgramSlots slots, bool isRecovery)
        {
            NanoClock clock = new NanoClock();
            RoverSettings settings = new RoverSettings();
            byte[] text = new byte[RoverSettings.TextBytes];
            settings.TryRead(text, new FlashFile("I:\\rover.cfg").Read(text));
            WifiConnection network = new WifiConnection(settings);
            RoverOptions options = settings.ToOptions(0);
            options.MessageBytes = UpdateReceiver.MessageBytes(ProgramHost.UsualChunkBytes);
            MqttLink link = new MqttLink(settings, network, clock, options);
            ProgramHost host = ProgramFiles.Host(options, link, clock, record);
            host.CountHeap(nanoFramework.Runtime.Native.GC.Run(false), ProgramFiles.ProgramHeapBytes);
            UpdateReceiver receiver = new UpdateReceiver(host, slots, isRecovery);
            link.Start();
            while (!receiver.IsDone)
            {
                receiver.Poll();
                Thread.Sleep(LoopSleepMs);
            }
        }
    }
}
