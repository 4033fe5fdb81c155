namespace MultiAgentEdge.Hardware
{
    /// <summary>A received message; the caller owns it and reuses it.</summary>
    public sealed class LinkMessage
    {
        /// <param name="payloadCapacity">Longest payload taken, bytes.</param>
        public LinkMessage(int payloadCapacity)
        {
            Payload = new byte[payloadCapacity];
        }

        public string Topic;

        public readonly byte[] Payload;

        public int Length;

        /// <summary>When the link got it, on the rover's clock, microseconds; 0 where the link does not say.</summary>
        public long ArrivalUs;

        /// <summary>The broker had kept it: nobody says it now.</summary>
        public bool IsRetained;
    }
}
