namespace MultiAgentEdge.Firmware
{
    /// <summary>The topics by which one rover's program is updated.</summary>
    public sealed class ProgramTopics
    {
        public ProgramTopics(string fleet, string rover)
        {
            string prefix = RoverTopics.Root + fleet + "/" + rover + "/firmware/";
            Desired = prefix + "desired";
            Chunk = prefix + "chunk";
            Reported = prefix + "reported";
        }

        public readonly string Desired;

        public readonly string Chunk;

        public readonly string Reported;
    }
}
