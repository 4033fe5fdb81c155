using System;
using System.Threading;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Firmware.Virtual
{
    /// <summary>
    /// What an ESP32 rover has instead of an ESP32 and a rover: the pins, buses and files that its program opens end here, with the
    /// physics of two wheels behind them. The physics run in a thread of their own, on the computer's clock.
    /// </summary>
    public static class VirtualBoard
    {
        private const int GyroscopeAddress = 0x6A; // of an LSM6DSO
        private const double GyroscopeBiasRadS = 0.02;

        /// <summary>An interpreter that was busy gets no burst of wheels that nobody controls: its world stood still meanwhile, clock and
        /// all.</summary>
        private const long LongestStepUs = 10000;

        private static SimulatedRover s_rover;

        /// <summary>The gyroscope's chip.</summary>
        internal static SimulatedGyroscope Gyroscope { get; private set; }

        /// <summary>To whoever started it.</summary>
        internal static Cable Cable { get; private set; }

        /// <summary>Time of its world, microseconds since the start.</summary>
        internal static long NowUs
        {
            get { return s_rover.NowUs; }
        }

        /// <summary>Makes the board; the thread that calls it opens the pins.</summary>
        /// <param name="host">The line to whoever started the interpreter.</param>
        public static void Start(IByteStream host)
        {
            Cable = new Cable(host);
            Cable.Receive("I:\\rover.cfg");
            Cable.Receive("I:\\boots.bin");
            s_rover = new SimulatedRover(new DifferentialDriveOptions());
            s_rover.Attach(new Meter());
            s_rover.Board.Attach();
            Gyroscope = new SimulatedGyroscope(GyroscopeRegisters.Lsm6dso, TrueYawRate, GyroscopeBiasRadS);
            Cable.Start();
            new Thread(Run).Start();
        }

        internal static bool IsChip(int address)
        {
            return address == GyroscopeAddress;
        }

        private static double TrueYawRate()
        {
            return s_rover.YawRateRadS;
        }

        private static void Run()
        {
            long untilUs = s_rover.NowUs;
            long lastMs = Environment.TickCount64;
            while (true)
            {
                long nowMs = Environment.TickCount64;
                long passedUs = (nowMs - lastMs) * 1000;
                untilUs += passedUs < LongestStepUs ? passedUs : LongestStepUs;
                s_rover.AdvanceTo(untilUs);
                lastMs = nowMs;
                Thread.Sleep(1);
            }
        }

        /// <summary>Whose period shows the battery's voltage at the divider.</summary>
        private sealed class Meter : IPeriodicTask
        {
            public int PeriodUs
            {
                get { return 20000; }
            }

            public void RunOnce(long nowUs)
            {
            }
        }
    }
}
