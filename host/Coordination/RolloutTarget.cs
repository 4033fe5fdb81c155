using MultiAgentEdge.Parameters;
using MultiAgentEdge.Security;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>One rover of a <see cref="ParameterRollout"/>.</summary>
public sealed class RolloutTarget
{
    internal RolloutTarget(string rover, byte[] set)
    {
        Rover = rover;
        Set = set;
        var parsed = new ParameterSet();
        if (parsed.TryParse(set, set.Length) != ParameterStatus.Ok)
            throw new ArgumentException($"The set for {rover} is no parameter set.", nameof(set));
        Crc = parsed.Crc;
    }

    public string Rover { get; }

    public byte[] Set { get; }

    /// <summary>The set's own CRC32: tells two sets of one version apart.</summary>
    public uint Crc { get; }

    public RolloutState State { get; private set; }

    /// <summary>Why the rover refused; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>The tick of activation that the rover has confirmed; null before that.</summary>
    public uint? ConfirmedTick { get; internal set; }

    /// <summary>Signs for this rover; null: unsigned.</summary>
    internal ParameterSignature? Signature { get; init; }

    internal long LastSentUs { get; set; }

    internal void Take(RolloutState state)
    {
        State = state;
        Reason = null;
    }

    internal void Refuse(string reason)
    {
        State = RolloutState.Refused;
        Reason = reason;
    }
}
