namespace MultiAgentEdge.Mpc
{
    /// <summary>How a solve ended. Values are part of the wire format.</summary>
    public enum QpStatus : byte
    {
        /// <summary>Optimal to the solver's tolerance.</summary>
        Solved = 0,

        /// <summary>No point satisfies the hard rows; also a lower bound above its upper one.</summary>
        Infeasible = 1,

        /// <summary>The objective falls without bound.</summary>
        Unbounded = 2,

        /// <summary>The iteration limit was reached first; the result is safe to apply but not optimal.</summary>
        NotConverged = 3,

        /// <summary>NaN, infinite or inconsistent data (H not positive semidefinite, bounds of a soft row that cross).</summary>
        InvalidData = 4,
    }
}
