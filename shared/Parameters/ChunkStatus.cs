namespace MultiAgentEdge.Parameters
{
    /// <summary>What became of a received chunk.</summary>
    public enum ChunkStatus : byte
    {
        /// <summary>New; to be written to the store as well.</summary>
        Accepted = 0,

        /// <summary>Already there; nothing changed.</summary>
        Duplicate = 1,

        /// <summary>Of another version or another set of the same version.</summary>
        OtherSet = 2,

        /// <summary>No such index, or not the length that this index must have.</summary>
        WrongChunk = 3,

        /// <summary>No set has been announced.</summary>
        NotStarted = 4,
    }
}
