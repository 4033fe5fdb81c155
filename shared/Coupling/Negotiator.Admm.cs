using System;

namespace MultiAgentEdge.Coupling
{
    public sealed partial class Negotiator
    {
        private readonly double[][] _agreed;     // agent -> N x n_c: z_i, what its part of every row is asked to be
        private readonly AndersonMixing _mixing; // null: plain
        private readonly double[] _point;        // (agents + 1) x N x n_c: what this round followed from
        private readonly double[] _image;        // what it leads to

        // Sharing form of Boyd, Parikh, Chu, Peleato and Eckstein (2011), section 7.3, a row at a time: the mean is over the agents that
        // have a part in the row; over-relaxed as in their section 3.4.3. mu = rho u; an agent minimises its own cost + rho/2 |M_i o - z_i
        // + u|^2.
        private void StepAdmm(bool isComplete)
        {
            double rho = _options.AdmmWeight;
            Pack(_point);
            for (int l = 0; l < _stages; l++)
            {
                for (int r = 0; r < _rows; r++)
                {
                    int at = (l * _rows) + r;
                    _previous[at] = Multipliers[at];
                    _residual[at] = 0.0;
                    if (_resting[r] || _waiting[r])
                        continue;
                    double degree = _degree[r];
                    double mean = RelaxedSum(l, r) / degree;
                    double wanted = mean + (Multipliers[at] / rho);
                    double share = Agree(wanted, degree, r);
                    Multipliers[at] = rho * (wanted - share);
                    _residual[at] = share - mean;
                }
            }

            double largest = 0.0;
            for (int i = 0; i < _agents; i++)
            {
                if (_away[i])
                    continue;
                double change = ForceError(i);
                largest = change > largest ? change : largest;
                Ask(i);
            }

            DualResidual = largest;
            ComputeResidual();
            Mix(isComplete);
        }

        // Rounds are a fixed-point iteration that is nearly linear, and between periods the map moves by little more than a constant: what
        // was learned of its slope serves the next period. A round in which somebody was silent teaches nothing.
        private void Mix(bool isComplete)
        {
            if (_mixing == null)
                return;
            if (!isComplete)
            {
                _mixing.Unlink();
                return;
            }

            Pack(_image);
            _mixing.Mix(_point, _image);
            Unpack(_image);
        }

        // mu / rho and every z_i, in the norm in which ADMM does not expand (gamma^l weighs a stage).
        private void Pack(double[] into)
        {
            double root = Math.Sqrt(_problem.Discount);
            double weight = 1.0;
            for (int k = 0; k < _count; k++)
            {
                if (k % _rows == 0)
                    weight *= root;
                into[k] = weight * Multipliers[k] / _options.AdmmWeight;
                for (int i = 0; i < _agents; i++)
                    into[((i + 1) * _count) + k] = weight * _agreed[i][k];
            }
        }

        private void Unpack(double[] from)
        {
            double root = Math.Sqrt(_problem.Discount);
            double weight = 1.0;
            for (int k = 0, r = 0; k < _count; k++)
            {
                if (r == 0)
                    weight *= root;
                Multipliers[k] = Project(from[k] * _options.AdmmWeight / weight, r);
                for (int i = 0; i < _agents; i++)
                    _agreed[i][k] = from[((i + 1) * _count) + k] / weight;
                r = r + 1 == _rows ? 0 : r + 1;
            }
        }

        // How far the force M_i'(mu + rho (y_i - z_i)) under which the agent made its plan is from the M_i'mu that it should be.
        private double ForceError(int agent)
        {
            double[] m = _problem.M[agent];
            double largest = 0.0;
            for (int l = 0; l < _stages; l++)
            {
                for (int o = 0; o < _outputCount; o++)
                {
                    double sum = 0.0;
                    for (int r = 0; r < _rows; r++)
                    {
                        int at = (l * _rows) + r;
                        if (_resting[r] || _waiting[r] || m[(r * _outputCount) + o] == 0.0)
                            continue;
                        double force = _previous[at] + (_options.AdmmWeight * (RowValue(agent, l, r) - _agreed[agent][at]));
                        sum += m[(r * _outputCount) + o] * (force - Multipliers[at]);
                    }

                    largest = Larger(largest, sum);
                }
            }

            return largest;
        }

        // z_i = y_i + share - mean; in a row that rests z_i = y_i, so that the agent's quadratic term pulls it nowhere.
        private void Ask(int agent)
        {
            for (int l = 0; l < _stages; l++)
            {
                for (int r = 0; r < _rows; r++)
                {
                    int at = (l * _rows) + r;
                    if (_takes[(agent * _rows) + r] && !_waiting[r])
                        _agreed[agent][at] = Relaxed(agent, l, r) + _residual[at];
                }
            }
        }

        private double Relaxed(int agent, int stage, int row)
        {
            double alpha = _resting[row] ? 1.0 : _options.AdmmRelaxation;
            return (alpha * RowValue(agent, stage, row)) + ((1.0 - alpha) * _agreed[agent][(stage * _rows) + row]);
        }

        private double RelaxedSum(int stage, int row)
        {
            double sum = 0.0;
            for (int i = 0; i < _agents; i++)
            {
                if (!_away[i] && _takes[(i * _rows) + row])
                    sum += Relaxed(i, stage, row);
            }

            return sum;
        }

        // argmin over z of slack(degree z) + degree rho / 2 |z - wanted|^2
        private double Agree(double wanted, double degree, int row)
        {
            double target = _problem.Target[row];
            if (_problem.Kinds[row] == RowKind.Inequality && degree * wanted <= target)
                return wanted;
            double w = _problem.SlackWeight[row];
            if (w >= CouplingProblem.Hard)
                return target / degree;
            return ((2.0 * w * target) + (_options.AdmmWeight * wanted)) / ((2.0 * w * degree) + _options.AdmmWeight);
        }

        private static double Larger(double size, double signed)
        {
            double other = Math.Abs(signed);
            return other > size ? other : size;
        }
    }
}
