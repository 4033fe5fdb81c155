namespace MultiAgentEdge.Hardware
{
    /// <summary>A rover's link to the broker. Nothing here blocks and nothing is allocated by the loop.</summary>
    public interface ILink
    {
        /// <summary>What the link itself believes; the agent judges by the age of what it heard.</summary>
        bool IsConnected { get; }

        /// <summary>Starts one connection attempt (clean session, last will retained on <paramref name="willTopic"/>); the result shows in
        /// <see cref="IsConnected"/>. False where the attempt failed at once.</summary>
        bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength);

        /// <summary>Asks for a topic; to be repeated after every connection.</summary>
        bool TrySubscribe(string topic, bool atLeastOnce);

        /// <summary>Queues one message of <paramref name="length"/> bytes from the start of the buffer (which may be reused at
        /// once).</summary>
        bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce);

        /// <summary>Takes the oldest received message, if any. Payloads longer than the message's buffer are dropped and counted.</summary>
        bool TryReceive(LinkMessage message);

        /// <summary>Messages lost because the inbox was full or the payload too long.</summary>
        int Dropped { get; }
    }
}
