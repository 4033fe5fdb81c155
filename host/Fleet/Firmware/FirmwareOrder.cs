using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>Says to one rover which program it is to run.</summary>
internal static class FirmwareOrder
{
    /// <param name="digest">SHA-256 of the image; 32 zeros where none is sent.</param>
    public static void Send(FleetSession session, FirmwareTarget target, DesiredFrame desired, byte[] digest)
    {
        desired.ClearSignature();
        digest.CopyTo(desired.Digest, 0);
        session.Send(
            target.Rover, Topics.ProgramDesired, FrameKind.Desired,
            (buffer, offset) =>
            {
                target.Signature?.Sign(desired, session.EpochOf(target.Rover), session.Sequence);
                return desired.Write(buffer, offset);
            },
            atLeastOnce: true);
    }
}
