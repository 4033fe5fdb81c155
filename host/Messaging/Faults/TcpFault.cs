namespace MultiAgentEdge.Host.Messaging.Faults;

/// <summary>A state of the network.</summary>
/// <param name="DelayMs">Added to each byte in each direction, 0 or more.</param>
/// <param name="IsStalled">Nothing passes; it is delivered when the stall ends.</param>
/// <param name="IsSwallowing">Nothing passes and it is lost, while the connection looks alive: a half-open link. MQTT cannot go on over a
/// stream with a hole, so end this with a cut.</param>
/// <param name="IsCut">Connections are reset, new ones too.</param>
public sealed record TcpFault(int DelayMs = 0, bool IsStalled = false, bool IsSwallowing = false, bool IsCut = false)
{
    public static TcpFault None { get; } = new();

    public static TcpFault Stalled { get; } = new(IsStalled: true);

    public static TcpFault HalfOpen { get; } = new(IsSwallowing: true);

    public static TcpFault Cut { get; } = new(IsCut: true);

    public static TcpFault Delayed(int delayMs) => new(DelayMs: delayMs);
}
