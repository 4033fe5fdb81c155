using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>Listens to the states of rovers, and when one is lost says what it had said before: a host that commands a fleet does, and
/// <c>mae broker</c>. Calls must not overlap.</summary>
/// <param name="clock">Of the date in a word.</param>
public sealed class LastWords(TimeProvider clock)
{
    /// <summary>Rovers that are remembered; on an open broker anybody can make up more.</summary>
    private const int MostRovers = 1024;

    private readonly Dictionary<string, (byte[] Frame, int Length)> living = new(StringComparer.Ordinal);
    private readonly FrameHeader header = new();
    private readonly StateFrame state = new(64);

    /// <summary>Takes a message on a rover's state topic.</summary>
    /// <returns>The word to publish where this is how a rover was lost; else null.</returns>
    public Message? Hear(Message message)
    {
        if (!IsLost(message.Payload, out var isState))
        {
            if (isState && !message.Retained)
                Remember(message);
            return null;
        }

        if (!living.Remove(message.Topic, out var last) || !IsState(last.Frame, last.Length))
            return null;
        var values = state.State[..state.StateCount];
        var word = new LastWord(clock.GetUtcNow(), state.Mode, state.Tick, state.ParameterVersion, state.Faults, state.BatteryV, values);
        var owner = message.Topic.AsSpan(0, message.Topic.Length - Topics.State.Length);
        return new Message(string.Concat(owner, Topics.Last), word.Write(), Retained: true);
    }

    private bool IsLost(byte[] payload, out bool isState)
    {
        isState = IsState(payload, payload.Length);
        return isState ? state.Mode == RoverMode.Lost : payload.AsSpan().SequenceEqual(FleetSession.LostText);
    }

    private bool IsState(byte[] frame, int length) =>
        FrameCodec.TryOpen(frame, length, header) == FrameStatus.Ok && header.Kind == FrameKind.State
        && state.TryRead(frame, FrameCodec.HeaderBytes, header.PayloadLength);

    private void Remember(Message message)
    {
        var length = message.Payload.Length;
        if (living.TryGetValue(message.Topic, out var kept) ? kept.Frame.Length < length : living.Count < MostRovers)
            kept.Frame = new byte[length];
        if (kept.Frame is null)
            return;
        message.Payload.CopyTo(kept.Frame, 0);
        living[message.Topic] = (kept.Frame, length);
    }
}
