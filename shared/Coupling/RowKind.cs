namespace MultiAgentEdge.Coupling
{
    /// <summary>What a coupling row asks of C x.</summary>
    public enum RowKind : byte
    {
        /// <summary>C x = c; its multiplier is signed.</summary>
        Equality = 0,

        /// <summary>C x at most c; its multiplier is not negative, (7a) of paper S1.</summary>
        Inequality = 1,
    }
}
