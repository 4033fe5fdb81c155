using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Host.Boards;

/// <summary>A link whose other end is a list of messages.</summary>
public sealed class ScriptedLink : ILink
{
    private readonly Queue<(string Topic, byte[] Payload)> waiting = new();

    public bool IsConnected { get; private set; }

    public int Dropped => 0;

    /// <summary>The rover's last word on its parameters.</summary>
    public string LastReport { get; private set; } = "";

    public void Deliver(string topic, byte[] payload) => waiting.Enqueue((topic, payload));

    public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength) => IsConnected = true;

    public bool TrySubscribe(string topic, bool atLeastOnce) => true;

    public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
    {
        if (topic.EndsWith("/param/reported", StringComparison.Ordinal))
            LastReport = System.Text.Encoding.ASCII.GetString(buffer, 0, length);
        return true;
    }

    public bool TryReceive(LinkMessage message)
    {
        if (!waiting.TryDequeue(out var next))
            return false;
        message.Topic = next.Topic;
        message.Length = next.Payload.Length;
        next.Payload.CopyTo(message.Payload, 0);
        return true;
    }
}
