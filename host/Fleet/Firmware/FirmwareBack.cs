using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>Takes rovers back to the program that each ran before; said again every second until it reports that.</summary>
public sealed class FirmwareBack
{
    private const long RepublishUs = 1_000_000;
    private static readonly byte[] NoDigest = new byte[DesiredFrame.DigestBytes];

    private readonly FleetSession session;
    private readonly DesiredFrame desired = new();
    private readonly Dictionary<string, (FirmwareTarget Target, ReportedProgram From)> targets = new(StringComparer.Ordinal);

    /// <param name="rovers">Each has said what it runs and what it ran before.</param>
    public FirmwareBack(FleetSession session, IReadOnlyDictionary<string, ReportedProgram> rovers, FleetKeys? keys)
    {
        this.session = session;
        foreach (var (rover, said) in rovers)
        {
            var target = new FirmwareTarget(rover) { Reported = said, Signature = keys?.ProgramSignatureFor(session.Fleet, rover) };
            targets.Add(rover, (target, said));
        }

        session.ProgramReported += OnReported;
    }

    public IReadOnlyCollection<FirmwareTarget> Targets => [.. targets.Values.Select(one => one.Target)];

    public void Poll(long nowUs)
    {
        foreach (var (target, from) in targets.Values)
        {
            if (target.State != FirmwareState.Waiting || nowUs - target.LastSentUs < RepublishUs)
                continue;
            target.LastSentUs = nowUs;
            (desired.Version, desired.Crc32) = (from.PreviousVersion, from.PreviousCrc);
            (desired.ByteCount, desired.ChunkBytes) = (1, 1);
            (desired.Flags, desired.RollbackFrom) = (DesiredFrame.AllowRollback, from.ActiveVersion);
            FirmwareOrder.Send(session, target, desired, NoDigest);
        }
    }

    /// <summary>Lets go of the session's events.</summary>
    public void End() => session.ProgramReported -= OnReported;

    private void OnReported(string rover, ReportedProgram said)
    {
        if (!targets.TryGetValue(rover, out var one))
            return;
        one.Target.Reported = said;
        if (said.Runs(one.From.PreviousVersion, one.From.PreviousCrc) && said.Status == "running")
            one.Target.State = FirmwareState.RolledBack;
        else if (said.Status == "refused")
            (one.Target.State, one.Target.Reason) = (FirmwareState.Refused, said.Reason);
    }
}
