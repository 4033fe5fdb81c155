namespace MultiAgentEdge.Host.Tracking.Gates;

/// <summary>Why a pose is not handed on.</summary>
public enum PoseRefusal
{
    /// <summary>Taken.</summary>
    None,

    /// <summary>A line that is no JSON object of a pose: which field is wrong is said.</summary>
    NoPose,

    /// <summary>Longer than any pose; the rest of the line is skipped.</summary>
    TooLong,

    /// <summary>A number that is not finite, or farther off than any floor.</summary>
    NotFinite,

    UnknownRover,

    FromTheFuture,

    TooOld,

    /// <summary>Farther than the rover can have driven.</summary>
    Jump,

    /// <summary>Where another rover is: two identities have changed places.</summary>
    Swapped,

    /// <summary>Another tracker, which was there first, has it elsewhere.</summary>
    TrackersDisagree,

    /// <summary>More often than rovers want it, or again what was said: left out, which is no fault.</summary>
    TooOften,
}
