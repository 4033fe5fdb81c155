namespace MultiAgentEdge.Parameters
{
    /// <summary>What came of a request to the parameter store.</summary>
    public enum StoreStatus : byte
    {
        Ok = 0,

        /// <summary>The half-received set found in the store is this very one; chunks already there need not be sent again.</summary>
        Resumed = 1,

        /// <summary>The set asked for is the active one; nothing to do.</summary>
        AlreadyActive = 2,

        /// <summary>Older than the active set, and no rollback was asked for.</summary>
        OlderVersion = 3,

        /// <summary>Does not fit into a slot at this chunk size.</summary>
        TooLarge = 4,

        /// <summary>No set is being written.</summary>
        NotStarted = 5,

        /// <summary>No such chunk in the set being written, or another length.</summary>
        WrongChunk = 6,

        /// <summary>Torn writes used up the spare room; discard and start again.</summary>
        Full = 7,

        /// <summary>Chunks are missing.</summary>
        Incomplete = 8,

        /// <summary>All chunks are there but do not make up the announced set.</summary>
        WrongChecksum = 9,

        /// <summary>The flash refused, or did not keep what was written.</summary>
        StoreFailed = 10,
    }
}
