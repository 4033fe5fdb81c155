using System;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Prints one line, <c>selftest crc32=XXXXXXXX END</c>, the same on every machine.</summary>
    public static class Program
    {
        public static void Main()
        {
            uint crc = SelfTest.Run(SelfTest.StandardSteps, SelfTest.StandardSteps);
            Console.WriteLine("selftest crc32=" + crc.ToString("X8") + " END");
        }
    }
}
