using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>Opens the frames that rovers send. Each kind has one object, which the next of its kind fills anew.</summary>
internal sealed class FrameReader
{
    /// <summary>Of the frame opened last.</summary>
    public FrameHeader Header { get; } = new();

    public StateFrame State { get; } = new(64);

    public PlanFrame Plan { get; } = new(256, 65536);

    public TelemetryFrame Telemetry { get; } = new(64, 64, 256);

    public MotionFrame Motion { get; } = new();

    /// <summary>Messages that were no frame of the kind that their topic names.</summary>
    public long Refused { get; private set; }

    public bool IsState(Message message) =>
        Opens(message, FrameKind.State) && State.TryRead(message.Payload, FrameCodec.HeaderBytes, Header.PayloadLength);

    public bool IsPlan(Message message) =>
        Opens(message, FrameKind.Plan) && Plan.TryRead(message.Payload, FrameCodec.HeaderBytes, Header.PayloadLength);

    public bool IsTelemetry(Message message) =>
        Opens(message, FrameKind.Telemetry) && Telemetry.TryRead(message.Payload, FrameCodec.HeaderBytes, Header.PayloadLength);

    public bool IsMotion(Message message) =>
        Opens(message, FrameKind.Motion) && Motion.TryRead(message.Payload, FrameCodec.HeaderBytes, Header.PayloadLength);

    /// <summary>Its <see cref="Header"/> only.</summary>
    public bool Opens(Message message, FrameKind kind)
    {
        if (FrameCodec.TryOpen(message.Payload, message.Payload.Length, Header) == FrameStatus.Ok && Header.Kind == kind)
            return true;
        Refused++;
        return false;
    }
}
