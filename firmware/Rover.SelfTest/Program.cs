namespace MultiAgentEdge.Firmware.SelfTest
{
    public static class Program
    {
        public static void Main()
        {
        }
    }
}
