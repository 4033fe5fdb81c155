using System;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Prints <c>selftest crc32=XXXXXXXX END</c> and <c>selftest pose crc32=XXXXXXXX END</c>, the same on every machine.</summary>
    public static class Program
    {
        public static void Main()
        {
            uint crc = SelfTest.Run(SelfTest.StandardSteps, SelfTest.StandardSteps);
            Console.WriteLine("selftest crc32=" + crc.ToString("X8") + " END");
            uint pose = SelfTest.RunPose(SelfTest.StandardPoseSteps);
            Console.WriteLine("selftest pose crc32=" + pose.ToString("X8") + " END");
        }
    }
}
