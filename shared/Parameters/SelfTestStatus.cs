namespace MultiAgentEdge.Parameters
{
    /// <summary>How a parameter set's self-test vector came out.</summary>
    public enum SelfTestStatus : byte
    {
        Passed = 0,

        /// <summary>The set has no vector.</summary>
        Absent = 1,

        /// <summary>The answer differs in at least one bit.</summary>
        Different = 2,

        /// <summary>The vector is longer than this rover has room for, of another type, or the controller could not run the set.</summary>
        NotRun = 3,
    }
}
