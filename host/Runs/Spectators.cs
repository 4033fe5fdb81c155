using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Runs;

/// <summary>A fleet that a verb drives, and how somebody else of this process reaches it.</summary>
/// <param name="Fleet">Its name.</param>
/// <param name="Rovers">Who belongs to it.</param>
/// <param name="Connect">A new link, not connected.</param>
/// <param name="Options">How to connect it; the client id is to be replaced.</param>
/// <param name="Keys">What signs for rovers that have keys; null: they have none.</param>
public sealed record WatchedFleet(
    string Fleet, IReadOnlyList<string> Rovers, Func<IMessageLink> Connect, LinkOptions Options, FleetKeys? Keys)
{
    /// <summary>That the verb itself drives it with; null: it drives it with none.</summary>
    public FleetSession? Session { get; init; }
}

/// <summary>
/// Who looks on while a verb drives a fleet or trains: a page, a key that stops it. Whoever starts the verb says so before, and is told of
/// each fleet as soon as it can be reached, over the very link that the verb uses.
/// </summary>
public static class Spectators
{
    private static readonly AsyncLocal<Action<WatchedFleet>?> Told = new();
    private static readonly AsyncLocal<Action<RunFolder>?> Learning = new();

    /// <summary>Those fleets are told that the caller, and whatever it starts, drives from now on. Others that were told before are
    /// told too.</summary>
    public static void Follow(Action<WatchedFleet> told)
    {
        var before = Told.Value;
        Told.Value = before + told;
    }

    /// <summary>Is told of each training that the caller, and whatever it starts, begins from now on: one run, or a batch.</summary>
    public static void FollowTrainings(Action<RunFolder> told) => Learning.Value = told;

    /// <summary>There is a training to look at.</summary>
    public static void Invite(RunFolder training) => Learning.Value?.Invoke(training);

    /// <summary>There is a fleet to look at.</summary>
    public static void Invite(WatchedFleet fleet) => Told.Value?.Invoke(fleet);
}
