namespace MultiAgentEdge.Coupling
{
    /// <summary>Numbers of the modes of negotiation; the defaults are those of the formation example, see README.md for how they were
    /// found.</summary>
    public sealed class NegotiatorOptions
    {
        /// <summary>beta of (7), above 0; stable below 2 / L, L the largest curvature of the dual.</summary>
        public double SubgradientStep = 0.8;

        /// <summary>Step of the accelerated gradient, above 0; at most 1 / L.</summary>
        public double FistaStep = 0.6;

        /// <summary>rho, above 0: curvature that ADMM adds to every agent's coupling rows.</summary>
        public double AdmmWeight = 10.0;

        /// <summary>Over-relaxation of ADMM, in (0, 2); 1 is none.</summary>
        public double AdmmRelaxation = 1.6;

        /// <summary>Rounds that ADMM learns from (<see cref="AndersonMixing"/>), 0 or more; 0 is plain ADMM.</summary>
        public int AdmmMemory = 10;

        /// <summary>Periods, at least 1, in which the limit of a row's multiplier grows to all of it after the row rested: 2.5 s in the
        /// formation example.</summary>
        public int RampPeriods = 10;
    }
}
