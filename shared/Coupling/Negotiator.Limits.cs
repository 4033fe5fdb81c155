using System;

namespace MultiAgentEdge.Coupling
{
    public sealed partial class Negotiator
    {
        private readonly int[] _sinceRest;  // row -> periods since it rested, up to the ramp's
        private readonly bool[] _arriving;  // agent -> its next outputs are where it begins

        /// <summary>
        /// An agent that is away, but heard: its price follows the plan it has made, which leaves it where it is (the rows it is needed for
        /// rest). It is not in the negotiation: <see cref="Join"/> is for that.
        /// </summary>
        /// <param name="outputs">N x no; finite.</param>
        public void Follow(int agent, double[] outputs)
        {
            if (!_away[agent])
                return;
            Array.Copy(outputs, 0, _outputs[agent], 0, _stages * _outputCount);
            Arrive(agent);
        }

        /// <summary>True while no row negotiates with the agent: it is away, or others are that all of its rows need.</summary>
        public bool IsAlone(int agent)
        {
            for (int j = 0; j < _rowsOf[agent].Length && !_away[agent]; j++)
            {
                if (!_resting[_rowsOf[agent][j]])
                    return false;
            }

            return true;
        }

        /// <summary>
        /// What a price of <see cref="CopyPrice"/> can be, stage by stage the same: the sum of |M| times the limits of the multipliers and,
        /// for ADMM, of its linear part over what the agent's part of each row can be. 1e30 where no limit is known.
        /// </summary>
        /// <param name="lower">no.</param>
        /// <param name="upper">no.</param>
        public void CopyPriceLimits(int agent, double[] lower, double[] upper)
        {
            double rho = Mode == NegotiationMode.Admm ? _options.AdmmWeight : 0.0;
            double[] m = _problem.M[agent];
            int[] rows = _rowsOf[agent];
            for (int o = 0; o < _outputCount; o++)
            {
                double low = 0.0;
                double high = 0.0;
                for (int j = 0; j < rows.Length; j++)
                {
                    int r = rows[j];
                    double part = m[(r * _outputCount) + o];
                    if (part == 0.0)
                        continue;
                    int at = (agent * _rows) + r;
                    double size = Math.Abs(part) * _problem.MultiplierLimit[r];
                    double least = rho * part * (part > 0.0 ? _problem.PartUpper[at] : _problem.PartLower[at]);
                    double most = rho * part * (part > 0.0 ? _problem.PartLower[at] : _problem.PartUpper[at]);
                    low -= size + least;
                    high += size - most;
                }

                // Sums are rounded in another order where prices are made.
                double slack = 1e-9 * (1.0 + (high - low));
                lower[o] = low - slack < -CouplingProblem.Hard ? -CouplingProblem.Hard : low - slack;
                upper[o] = high + slack > CouplingProblem.Hard ? CouplingProblem.Hard : high + slack;
            }
        }

        // z_i = M_i o: in ADMM's term nothing pulls the agent away from the plan it has.
        private void Arrive(int agent)
        {
            _arriving[agent] = false;
            if (_agreed == null)
                return;
            int[] rows = _rowsOf[agent];
            for (int l = 0; l < _stages; l++)
            {
                for (int j = 0; j < rows.Length; j++)
                    _agreed[agent][(l * rows.Length) + j] = Inside(RowValue(agent, l, rows[j]), (agent * _rows) + rows[j]);
            }
        }

        private void Ripen()
        {
            for (int r = 0; r < _rows; r++)
            {
                if (!_resting[r] && _sinceRest[r] < _options.RampPeriods)
                    _sinceRest[r]++;
            }
        }

        // A projection onto boxes that hold every fixed point: where rounds converge they still do. What mixing learned led out of them.
        private void Limit()
        {
            bool cut = false;
            for (int k = 0, r = 0; k < _count; k++)
            {
                double limit = Ramp(r) * _problem.MultiplierLimit[r];
                double mu = Multipliers[k];
                if (!(mu >= -limit && mu <= limit))
                {
                    Multipliers[k] = mu < 0.0 ? -limit : mu > 0.0 ? limit : 0.0;
                    cut = true;
                }

                r = r + 1 == _rows ? 0 : r + 1;
            }

            for (int i = 0; i < _agents && _agreed != null; i++)
                cut |= LimitParts(i);
            if (!cut)
                return;
            if (_mixing != null)
                _mixing.Reset();
            _momentum = 1.0;
            _searching = false;
        }

        // Within the box of the agent's part, and on the ramp no further from what it plans than the ramp's share of that box.
        private bool LimitParts(int agent)
        {
            bool cut = false;
            int[] rows = _rowsOf[agent];
            for (int k = 0, j = 0; k < _agreed[agent].Length; k++)
            {
                int r = rows[j];
                int at = (agent * _rows) + r;
                double wanted = _agreed[agent][k];
                double z = Inside(wanted, at);
                double ramp = Ramp(r);
                if (ramp < 1.0 && !_resting[r])
                {
                    double reach = ramp * (_problem.PartUpper[at] - _problem.PartLower[at]);
                    double planned = RowValue(agent, k / rows.Length, r);
                    z = z < planned - reach ? planned - reach : z > planned + reach ? planned + reach : z;
                    z = Inside(z, at);
                }

                cut |= z != wanted;
                _agreed[agent][k] = z;
                j = j + 1 == rows.Length ? 0 : j + 1;
            }

            return cut;
        }

        private double Inside(double part, int at)
        {
            double low = _problem.PartLower[at];
            double high = _problem.PartUpper[at];
            return part >= low && part <= high ? part : part > high ? high : low;
        }

        private double Ramp(int row)
        {
            int all = _options.RampPeriods;
            return _sinceRest[row] < all ? (_sinceRest[row] + 1.0) / (all + 1.0) : 1.0;
        }
    }
}
