namespace MultiAgentEdge.Parameters
{
    /// <summary>Why a parameter set was taken or refused.</summary>
    public enum ParameterStatus : byte
    {
        Ok = 0,

        /// <summary>Shorter than its header says, or than any set.</summary>
        Truncated = 1,

        WrongMagic = 2,

        /// <summary>A set of another schema, or a reserved field that this schema wants to be zero.</summary>
        WrongSchema = 3,

        /// <summary>Altered on the way or in the store.</summary>
        WrongChecksum = 4,

        /// <summary>The shape table contradicts itself: sizes, offsets, types, doubled ids, its own hash.</summary>
        BadShapeTable = 5,

        /// <summary>Longer than its header says.</summary>
        WrongLength = 6,

        /// <summary>An entry holds NaN or an infinity.</summary>
        NotFinite = 7,

        /// <summary>The store could not be read.</summary>
        Unreadable = 8,
    }
}
