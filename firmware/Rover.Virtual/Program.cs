using MultiAgentEdge.Firmware.Nano;

namespace MultiAgentEdge.Firmware.Virtual
{
    /// <summary>Rover.Nano's own program on the virtual board.</summary>
    public static class Program
    {
        /// <summary>Where whoever starts an interpreter listens, on this computer: an interpreter hands its program no argument.</summary>
        public const int CablePort = 18731;

        public static void Main()
        {
            VirtualBoard.Start(BrokerStream.Open("127.0.0.1", Port(), null));
            Nano.Program.Main();
        }

        private static int Port()
        {
#if NET
            // .NET hands arguments over, so that several who start boards do not meet at one port.
            string[] words = System.Environment.GetCommandLineArgs();
            if (words.Length > 1)
            {
                return int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
            }
#endif
            return CablePort;
        }
    }
}
