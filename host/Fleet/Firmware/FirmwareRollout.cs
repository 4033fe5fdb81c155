using System.Security.Cryptography;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>
/// Brings one program to rovers: wanted, chunks on demand, all of them switched when all have it; whoever fails then takes the others back
/// with it. Only a rover's own report counts, and what is not reported is said again, so that lost messages cost time alone. The orders are
/// not retained: a program that failed does not come back by itself.
/// </summary>
public sealed class FirmwareRollout
{
    private const int ChunksAtOnce = 16;
    private const long RepublishUs = 1_000_000;
    private const long ResendUs = 300_000;
    private const int UsualChunkBytes = 1024;

    private readonly FleetSession session;
    private readonly FirmwareFile image;
    private readonly DesiredFrame desired = new();
    private readonly ChunkFrame chunk = new(ushort.MaxValue);
    private readonly Dictionary<string, FirmwareTarget> targets = new(StringComparer.Ordinal);
    private readonly HashSet<string> switched = new(StringComparer.Ordinal);
    private readonly HashSet<string> takenBack = new(StringComparer.Ordinal);
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);
    private readonly byte[] digest;
    private long nowUs;

    /// <param name="keys">Signs for each rover; null: unsigned, which only rovers without a key take.</param>
    public FirmwareRollout(FleetSession session, FirmwareFile image, IEnumerable<string> rovers, FleetKeys? keys)
    {
        this.session = session;
        this.image = image;
        digest = SHA256.HashData(image.Bytes);
        foreach (var rover in rovers)
            targets.Add(rover, new FirmwareTarget(rover) { Signature = keys?.ProgramSignatureFor(session.Fleet, rover) });
        session.ProgramReported += OnReported;
        foreach (var target in targets.Values)
        {
            if (session.Roster.TryGetValue(target.Rover, out var there) && there.Program is { } said)
                OnReported(target.Rover, said);
        }
    }

    public IReadOnlyCollection<FirmwareTarget> Targets => targets.Values;

    public FirmwareTarget Of(string rover) => targets[rover];

    /// <summary>From now on these take the image.</summary>
    public void Stage(IEnumerable<string> rovers) => begun.UnionWith(rovers);

    /// <summary>These have it and switch.</summary>
    public void Switch(IEnumerable<string> rovers)
    {
        foreach (var rover in rovers)
        {
            if (switched.Add(rover))
                targets[rover].LastSentUs = long.MinValue / 2;
        }
    }

    /// <summary>These go back to what they ran before, whatever has become of the image on them.</summary>
    public void TakeBack(IEnumerable<string> rovers)
    {
        foreach (var rover in rovers)
        {
            if (takenBack.Add(rover))
                targets[rover].LastSentUs = long.MinValue / 2;
        }
    }

    /// <summary>Says again what has not been answered.</summary>
    public void Poll(long now)
    {
        nowUs = now;
        foreach (var target in targets.Values.Where(target => begun.Contains(target.Rover) && IsOpen(target)))
        {
            if (now - target.LastSentUs > RepublishUs)
                Order(target);
        }
    }

    /// <summary>Lets go of the session's events.</summary>
    public void End() => session.ProgramReported -= OnReported;

    private bool IsOpen(FirmwareTarget target) =>
        takenBack.Contains(target.Rover)
            ? !target.IsBack
            : switched.Contains(target.Rover)
            ? target.State is not FirmwareState.Updated and not FirmwareState.RolledBack
            : target.State is FirmwareState.Waiting or FirmwareState.Receiving or FirmwareState.Staged;

    private void OnReported(string rover, ReportedProgram said)
    {
        if (!targets.TryGetValue(rover, out var target))
            return;
        target.Reported = said;
        var (version, crc) = (image.Version, image.Crc);
        var runs = said.Runs(version, crc);
        if (!runs)
            target.Before = (said.ActiveVersion, said.ActiveCrc);
        else if (target.Before is null && said.PreviousVersion != 0)
            target.Before = (said.PreviousVersion, said.PreviousCrc);
        if (takenBack.Contains(rover))
        {
            // Whoever runs another program is back; a loader that still holds the image, or has refused it, is told to start its program.
            target.IsBack = !runs && said is { Status: "running", IsInLoader: false };
            if (target.IsBack && target.State != FirmwareState.Refused)
                Settle(target, FirmwareState.RolledBack, target.Reason);
            return;
        }

        if (runs)
            Settle(target, said.IsOnTrial ? target.State : FirmwareState.Updated, null);
        else if (said.CondemnedVersion == version && said.CondemnedCrc == crc)
            Settle(target, FirmwareState.RolledBack, said.Reason);
        else if (said.Status == "refused" && said.Version == version && begun.Contains(rover))
            Settle(target, FirmwareState.Refused, said.Reason);
        else if (said.Status == "staged" && said.Version == version)
            Settle(target, FirmwareState.Staged, null);
        else if (said.Status == "receiving" && said.Version == version && said.NextChunk is { } next)
        {
            Settle(target, FirmwareState.Receiving, null);
            SendChunks(target, next, said.ChunkBytes);
        }
        else if (said.Status == "updating" && begun.Contains(rover))
        {
            // Its loader has just come: it has forgotten what was said to the program.
            target.LastSentUs = Math.Min(target.LastSentUs, nowUs - RepublishUs + ResendUs);
        }
    }

    private static void Settle(FirmwareTarget target, FirmwareState state, string? reason) =>
        (target.State, target.Reason) = (state, reason);

    private void Order(FirmwareTarget target)
    {
        target.LastSentUs = nowUs;
        var back = takenBack.Contains(target.Rover);
        var runs = target.Reported?.Runs(image.Version, image.Crc) == true;
        desired.Version = image.Version;
        desired.Crc32 = image.Crc;
        desired.ByteCount = image.Bytes.Length;
        desired.ChunkBytes = ChunkBytes(target);
        desired.Flags = 0;
        desired.RollbackFrom = 0;
        desired.ActivateAtTick = !back && switched.Contains(target.Rover) ? 0 : DesiredFrame.StageOnly;
        if (back)
        {
            if (target.Before is not { } before)
                return;
            // A loader that has the image and does not run it is asked for what runs: it starts that.
            desired.Version = before.Version;
            desired.Crc32 = before.Crc;
            if (runs)
            {
                desired.Flags = DesiredFrame.AllowRollback;
                desired.RollbackFrom = image.Version;
            }
        }

        FirmwareOrder.Send(session, target, desired, digest);
    }

    private void SendChunks(FirmwareTarget target, int from, int most)
    {
        // A board says what it lacks when it connects and after each silence: the same words twice are one question.
        if (from == target.LastChunkFrom && nowUs - target.LastChunkUs < ResendUs)
            return;
        (target.LastChunkFrom, target.LastChunkUs) = (from, nowUs);
        var size = ChunkBytes(target);
        var count = (image.Bytes.Length + size - 1) / size;
        for (var i = Math.Max(from, 0); i < Math.Min(count, from + ChunksAtOnce); i++)
        {
            chunk.Version = image.Version;
            chunk.Crc32 = image.Crc;
            chunk.Index = i;
            chunk.Length = Math.Min(size, image.Bytes.Length - (i * size));
            Array.Copy(image.Bytes, i * size, chunk.Data, 0, chunk.Length);
            session.Send(target.Rover, Topics.ProgramChunk, FrameKind.Chunk, chunk.Write, atLeastOnce: true);
        }
    }

    private static int ChunkBytes(FirmwareTarget target) =>
        target.Reported is { ChunkBytes: > 0 and var most } ? Math.Min(most, ushort.MaxValue) : UsualChunkBytes;
}
