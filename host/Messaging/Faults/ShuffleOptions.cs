namespace MultiAgentEdge.Host.Messaging.Faults;

/// <summary>Which messages a <see cref="MessageShuffler"/> harms, and how often. Probabilities are 0–1 and are drawn one after the
/// other.</summary>
public sealed record ShuffleOptions
{
    /// <summary>Same seed, same messages: same faults.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Only messages on these topics are harmed.</summary>
    public string Filter { get; init; } = "#";

    public double LoseProbability { get; init; }

    public double DoubleProbability { get; init; }

    /// <summary>The message changes places with the next one.</summary>
    public double ReorderProbability { get; init; }

    /// <summary>The message comes after up to <see cref="DelayMessages"/> later ones.</summary>
    public double DelayProbability { get; init; }

    /// <summary>1 or more.</summary>
    public int DelayMessages { get; init; } = 20;

    /// <summary>After so many looks into an empty link, what is still held back is given out: nothing is kept for ever. 1 or
    /// more.</summary>
    public int HoldPolls { get; init; } = 20;
}
