namespace MultiAgentEdge.Wire
{
    /// <summary>Why a frame was taken or refused.</summary>
    public enum FrameStatus : byte
    {
        Ok = 0,

        /// <summary>Shorter than an empty frame.</summary>
        Truncated = 1,

        /// <summary>Not a frame of this project.</summary>
        WrongMagic = 2,

        /// <summary>A frame of another schema, or a reserved field that this schema wants to be zero.</summary>
        WrongSchema = 3,

        UnknownKind = 4,

        /// <summary>The length in the header is not the length that arrived.</summary>
        WrongLength = 5,

        /// <summary>Altered on the way.</summary>
        WrongChecksum = 6,

        /// <summary>The frame is whole but its content is not acceptable (counts, ranges, NaN). Set by the reader of the payload.</summary>
        BadPayload = 7,
    }
}
