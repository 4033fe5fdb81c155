using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>
/// A link with a coordinator of its own at the other end, for one rover, that allocates nothing: it answers every plan with a price. What
/// is to be delivered besides is put into <see cref="Queue"/>.
/// </summary>
public sealed class FakeLink : ILink
{
    private readonly FrameHeader header = new();
    private readonly PlanFrame plan = new(64, 4096);
    private readonly DualFrame dual = new(64, 8);
    private readonly byte[] answer = new byte[1024];
    private readonly byte[] planned = new byte[1 << 16];
    private int answerLength;
    private uint sequence = 1000;

    public bool IsConnected { get; set; }

    public int Dropped { get; set; }

    public Queue<byte[]> Queue { get; } = new();

    /// <summary>What is delivered after <see cref="Queue"/>, with its topic.</summary>
    public Queue<(string Topic, byte[] Payload)> Heard { get; } = new();

    public List<string> Subscribed { get; } = [];

    /// <summary>Whether plans are answered.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>Whether the answers say that nothing is negotiated with the rover.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Sent with the last price of every period.</summary>
    public double[] Probe { get; set; } = [];

    public long Published { get; private set; }

    public int Answered { get; private set; }

    public string LastReport { get; private set; } = "";

    public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength) => IsConnected = true;

    public bool TrySubscribe(string topic, bool atLeastOnce)
    {
        Subscribed.Add(topic);
        return true;
    }

    public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
    {
        Published++;
        if (topic.EndsWith("/param/reported", StringComparison.Ordinal))
            LastReport = System.Text.Encoding.ASCII.GetString(buffer, 0, length);
        if (!Answers || !topic.EndsWith("/plan", StringComparison.Ordinal))
            return true;
        Array.Copy(buffer, planned, length);
        if (FrameCodec.TryOpen(planned, length, header) != FrameStatus.Ok
            || !plan.TryRead(planned, FrameCodec.HeaderBytes, header.PayloadLength))
            return false;
        dual.Tick = plan.Tick;
        dual.Round = plan.Round;
        dual.Rounds = TestSet.Rounds;
        dual.Flags = (plan.Round + 1 >= TestSet.Rounds ? DualFrame.LastOfPeriod : 0) | (IsAlone ? DualFrame.Alone : 0);
        dual.PriceCount = plan.OutputCount;
        for (var i = 0; i < plan.OutputCount; i++)
            dual.Price[i] = 0.1 * plan.Outputs[i];
        dual.ProbeCount = dual.IsLastOfPeriod ? Probe.Length : 0;
        Array.Copy(Probe, dual.Probe, dual.ProbeCount);
        answerLength = FrameCodec.Seal(answer, FrameKind.Dual, 1, ++sequence, 0, dual.Write(answer, FrameCodec.HeaderBytes));
        return true;
    }

    public bool TryReceive(LinkMessage message)
    {
        if (answerLength > 0)
        {
            Array.Copy(answer, message.Payload, answerLength);
            message.Length = answerLength;
            answerLength = 0;
            Answered++;
            return true;
        }

        message.Topic = null;
        if (!Queue.TryDequeue(out var next))
        {
            if (!Heard.TryDequeue(out var heard))
                return false;
            (message.Topic, next) = heard;
        }

        if (next.Length > message.Payload.Length)
        {
            Dropped++;
            return TryReceive(message);
        }

        next.CopyTo(message.Payload, 0);
        message.Length = next.Length;
        return true;
    }
}
