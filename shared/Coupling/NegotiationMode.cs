namespace MultiAgentEdge.Coupling
{
    /// <summary>How multipliers are negotiated. Values are part of the parameter format.</summary>
    public enum NegotiationMode : byte
    {
        /// <summary>(7) of paper S1: the reference.</summary>
        Subgradient = 0,

        /// <summary>Accelerated gradient with restart.</summary>
        Fista = 1,

        /// <summary>Alternating direction method of multipliers in sharing form: the default.</summary>
        Admm = 2,

        /// <summary>Newton on the dual with a safeguarded line search; rovers also send their output sensitivity.</summary>
        DualNewton = 3,
    }
}
