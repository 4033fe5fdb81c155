using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// Brings one version of parameters to a fleet: desired (retained), chunks on demand, activation of all rovers at one tick. Only a rover's
/// own report counts; what is not reported is published again. A rover that reboots in the middle says which chunk it lacks and goes on
/// from there.
/// </summary>
public sealed class ParameterRollout
{
    private const int ChunkBytes = ParameterStore.UsualChunkBytes;
    private const int ChunksAtOnce = 64;
    private const long RepublishUs = 1_000_000;

    private readonly FleetSession session;
    private readonly Dictionary<string, RolloutTarget> targets = new(StringComparer.Ordinal);
    private readonly DesiredFrame desired = new();
    private readonly ChunkFrame chunk = new(ChunkBytes);
    private readonly bool allowRollback;
    private uint activateAtTick = DesiredFrame.StageOnly;
    private long nowUs;

    /// <param name="sets">Rover name to its parameter set.</param>
    /// <param name="keys">Signs for each rover; null sends unsigned sets, which only rovers without a key take.</param>
    /// <param name="allowRollback">Rovers that report a higher active version go back from exactly that one.</param>
    public ParameterRollout(
        FleetSession session, uint version, IReadOnlyDictionary<string, byte[]> sets, FleetKeys? keys = null, bool allowRollback = false)
    {
        this.session = session;
        this.allowRollback = allowRollback;
        Version = version;
        Keys = keys;
        Sets = sets;
        foreach (var (rover, set) in sets)
            targets.Add(rover, new RolloutTarget(rover, Tuned(rover, set)) { Signature = keys?.SignatureFor(session.Fleet, rover) });
        session.Reported += OnReported;
        session.Appeared += OnAppeared;
    }

    public uint Version { get; }

    /// <summary>Rover to its set as it was given, without what people have turned.</summary>
    public IReadOnlyDictionary<string, byte[]> Sets { get; }

    /// <summary>What signs; null: unsigned.</summary>
    public FleetKeys? Keys { get; }

    public IReadOnlyCollection<RolloutTarget> Targets => targets.Values;

    /// <summary>How far the set has come to a rover; null for one that gets none.</summary>
    public RolloutState? StateOf(string rover) => targets.GetValueOrDefault(rover)?.State;

    public bool AllStaged => targets.Values.All(t => t.State is RolloutState.Staged or RolloutState.Active);

    public bool AllActive => targets.Values.All(t => t.State == RolloutState.Active);

    /// <summary>Every rover has confirmed the tick of <see cref="ActivateAt"/>, or has the set active.</summary>
    public bool AllScheduled => targets.Values.All(t => t.State == RolloutState.Active || t.ConfirmedTick == activateAtTick);

    public IEnumerable<SetRefusal> Refusals =>
        targets.Values.Where(t => t.State == RolloutState.Refused)
            .Select(t => new SetRefusal(t.Rover, Version, t.Reason ?? "no reason given"));

    public bool AnyRefused => targets.Values.Any(t => t.State == RolloutState.Refused);

    /// <summary>Tells every rover what it shall have; none activates yet.</summary>
    public void Begin(long now)
    {
        nowUs = now;
        foreach (var target in targets.Values)
            PublishDesired(target);
    }

    /// <summary>All rovers switch at the start of this tick; a tick in the past means at once.</summary>
    public void ActivateAt(uint tick, long now)
    {
        nowUs = now;
        activateAtTick = tick;
        foreach (var target in targets.Values.Where(t => t.State != RolloutState.Refused))
            PublishDesired(target);
    }

    /// <summary>Publishes again where a rover has not answered.</summary>
    public void Poll(long now)
    {
        nowUs = now;
        foreach (var target in targets.Values)
        {
            if (target.State is RolloutState.Waiting or RolloutState.Receiving && now - target.LastSentUs > RepublishUs)
                PublishDesired(target);
            else if (target.State == RolloutState.Staged && activateAtTick != DesiredFrame.StageOnly
                && now - target.LastSentUs > RepublishUs)
                PublishDesired(target);
        }
    }

    /// <summary>Lets go of the session's events.</summary>
    public void End()
    {
        session.Reported -= OnReported;
        session.Appeared -= OnAppeared;
    }

    // A set of another kind than the one that was turned goes as it is: a knob does not end a run.
    private byte[] Tuned(string rover, byte[] set)
    {
        if (session.Tuning.Changes.Count == 0)
            return set;
        try
        {
            return session.Tuning.Apply(rover, set);
        }
        catch (TuningException unfit)
        {
            session.Doubt($"{rover} gets its set as the mission made it: {unfit.What}");
            return set;
        }
    }

    private void OnAppeared(string rover)
    {
        if (targets.TryGetValue(rover, out var target) && target.State != RolloutState.Refused)
            PublishDesired(target);
    }

    private void OnReported(string rover, ReportedParameters reported)
    {
        if (!targets.TryGetValue(rover, out var target))
            return;

        if (reported.ActiveVersion == Version && reported.ActiveCrc == target.Crc)
            target.Take(RolloutState.Active);
        else if (reported.Version != Version)
            return;
        else if (reported.Status == "staged")
        {
            target.Take(RolloutState.Staged);
            target.ConfirmedTick = reported.ActivateAtTick;
        }
        else if (reported.Status == "refused")
            target.Refuse(reported.Reason ?? "no reason given");
        else if (reported.Status == "receiving")
        {
            target.Take(RolloutState.Receiving);
            SendChunks(target, reported.NextChunk);
        }
    }

    private void PublishDesired(RolloutTarget target)
    {
        desired.Version = Version;
        desired.ByteCount = target.Set.Length;
        desired.Crc32 = target.Crc;
        desired.ChunkBytes = ChunkBytes;
        desired.ActivateAtTick = activateAtTick;
        var active = session.Roster.TryGetValue(target.Rover, out var there) ? there.Reported?.ActiveVersion ?? 0 : 0;
        var back = allowRollback && active > Version;
        desired.Flags = back ? DesiredFrame.AllowRollback : 0;
        desired.RollbackFrom = back ? active : 0;
        desired.ClearSignature();
        target.LastSentUs = nowUs;
        session.Send(
            target.Rover, Topics.Desired, FrameKind.Desired,
            (buffer, offset) =>
            {
                target.Signature?.Sign(desired, target.Set, target.Set.Length, session.EpochOf(target.Rover), session.Sequence);
                return desired.Write(buffer, offset);
            },
            retain: true, atLeastOnce: true);
    }

    private void SendChunks(RolloutTarget target, int from)
    {
        target.LastSentUs = nowUs;
        var count = (target.Set.Length + ChunkBytes - 1) / ChunkBytes;
        for (var i = Math.Max(from, 0); i < Math.Min(count, from + ChunksAtOnce); i++)
        {
            chunk.Version = Version;
            chunk.Crc32 = target.Crc;
            chunk.Index = i;
            chunk.Length = Math.Min(ChunkBytes, target.Set.Length - (i * ChunkBytes));
            Array.Copy(target.Set, i * ChunkBytes, chunk.Data, 0, chunk.Length);
            session.Send(target.Rover, Topics.Chunk, FrameKind.Chunk, chunk.Write, atLeastOnce: true);
        }
    }
}
