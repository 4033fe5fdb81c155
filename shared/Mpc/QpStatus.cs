namespace MultiAgentEdge.Mpc
{
    /// <summary>How a solve ended. Values are part of the wire format.</summary>
    public enum QpStatus : byte
    {
        /// <summary>Optimal: <see cref="KktResidual"/> of the user's data is at most 1e-9.</summary>
        Solved = 0,

        /// <summary>
        /// No point satisfies the hard rows. Said on evidence in the user's rows: multipliers z under which each entry of A'z cancels to
        /// rounding, 3e-16 (k + 4) of its terms for k rows, while their bounds contradict each other by more than 1e-10 of theirs; or a
        /// lower bound above its upper one by more than 5e-10 (1 + |bound|).
        /// </summary>
        Infeasible = 1,

        /// <summary>
        /// The objective falls without bound: along a direction in which each entry of H d and each bounded row cancels to 1e-11 of its
        /// terms.
        /// </summary>
        Unbounded = 2,

        /// <summary>
        /// The iteration limit was reached first, or rounding left neither a solution nor evidence that there is none; the result is safe
        /// to apply but not optimal.
        /// </summary>
        NotConverged = 3,

        /// <summary>NaN, infinite or inconsistent data (H not positive semidefinite, bounds of a soft row that cross).</summary>
        InvalidData = 4,
    }
}
