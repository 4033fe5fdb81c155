using System;

namespace MultiAgentEdge.Coupling
{
    public sealed partial class Negotiator
    {
        private readonly double[] _previous;     // N x n_c, FISTA: the iterate before, without momentum
        private double _momentum;

        // (7) of paper S1 with the slack's term.
        private void StepSubgradient()
        {
            for (int k = 0, r = 0; k < _count; k++)
            {
                Multipliers[k] = Project(Multipliers[k] + (_options.SubgradientStep * _residual[k]), r);
                r = r + 1 == _rows ? 0 : r + 1;
            }
        }

        // Beck and Teboulle (2009), restarted where momentum runs against the gradient: O'Donoghue and Candes (2015), section 3.2.
        private void StepFista()
        {
            double along = 0.0;
            double weight = 1.0;
            for (int k = 0, r = 0; k < _count; k++)
            {
                if (r == 0)
                    weight *= _problem.Discount;
                double next = Project(Multipliers[k] + (_options.FistaStep * _residual[k]), r);
                along += weight * _residual[k] * (next - _previous[k]);
                r = r + 1 == _rows ? 0 : r + 1;
            }

            if (along < 0.0 || Rounds == 1)
                _momentum = 1.0;
            double after = 0.5 * (1.0 + Math.Sqrt(1.0 + (4.0 * _momentum * _momentum)));
            double beta = Rounds == 1 ? 0.0 : (_momentum - 1.0) / after;
            _momentum = after;
            for (int k = 0, r = 0; k < _count; k++)
            {
                double next = Project(Multipliers[k] + (_options.FistaStep * _residual[k]), r);
                Multipliers[k] = Project(next + (beta * (next - _previous[k])), r);
                _previous[k] = next;
                r = r + 1 == _rows ? 0 : r + 1;
            }
        }
    }
}
