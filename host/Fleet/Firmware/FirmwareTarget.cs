using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Security;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>Where one rover is in an update.</summary>
public enum FirmwareState
{
    /// <summary>It has not said anything yet.</summary>
    Waiting,

    /// <summary>Its loader takes the image.</summary>
    Receiving,

    /// <summary>It has the image, checked, and runs nothing.</summary>
    Staged,

    /// <summary>It runs the image and has said that it is alive.</summary>
    Updated,

    /// <summary>It ran the image, or had it, and runs the one before.</summary>
    RolledBack,

    /// <summary>It refused; the one before runs.</summary>
    Refused,
}

/// <summary>One rover of a <see cref="FirmwareRollout"/>.</summary>
public sealed class FirmwareTarget
{
    internal FirmwareTarget(string rover) => Rover = rover;

    public string Rover { get; }

    public FirmwareState State { get; internal set; }

    /// <summary>Told to go back, it has said that it runs what it ran before.</summary>
    public bool IsBack { get; internal set; }

    /// <summary>In the rover's own words; null where it has none.</summary>
    public string? Reason { get; internal set; }

    /// <summary>What it ran before; null until it has said so.</summary>
    public (uint Version, uint Crc)? Before { get; internal set; }

    /// <summary>Its last word.</summary>
    public ReportedProgram? Reported { get; internal set; }

    internal ParameterSignature? Signature { get; init; }

    internal long LastSentUs { get; set; } = long.MinValue / 2;

    internal long LastChunkUs { get; set; } = long.MinValue / 2;

    internal int LastChunkFrom { get; set; } = -1;
}
