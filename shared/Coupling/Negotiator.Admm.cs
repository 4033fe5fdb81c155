using System;

namespace MultiAgentEdge.Coupling
{
    public sealed partial class Negotiator
    {
        private readonly double[][] _agreed;     // agent -> N x p: z_i, what its part of each of its rows is asked to be
        private readonly AndersonMixing _mixing; // null: plain
        private readonly double[] _point;        // N x n_c, then N x p of every agent: what this round followed from
        private readonly double[] _image;        // what it leads to

        // Sharing form of Boyd, Parikh, Chu, Peleato and Eckstein (2011), section 7.3, a row at a time: the mean is over the agents that
        // have a part in the row; over-relaxed as in their section 3.4.3. mu = rho u; an agent minimises its own cost + rho/2 |M_i o - z_i
        // + u|^2.
        private void StepAdmm(bool isComplete)
        {
            double rho = _options.AdmmWeight;
            Pack(_point);
            SumRelaxed(_residual);
            for (int l = 0; l < _stages; l++)
            {
                for (int r = 0; r < _rows; r++)
                {
                    int at = (l * _rows) + r;
                    _previous[at] = Multipliers[at];
                    if (_resting[r] || _waiting[r])
                    {
                        _residual[at] = 0.0;
                        continue;
                    }

                    double degree = _degree[r];
                    double mean = _residual[at] / degree;
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
            for (int k = 0, r = 0; k < _count; k++)
            {
                weight *= r == 0 ? root : 1.0;
                into[k] = weight * Multipliers[k] / _options.AdmmWeight;
                r = r + 1 == _rows ? 0 : r + 1;
            }

            int at = _count;
            for (int i = 0; i < _agents; i++)
            {
                weight = 1.0;
                double[] agreed = _agreed[i];
                for (int k = 0, j = 0; k < agreed.Length; k++)
                {
                    weight *= j == 0 ? root : 1.0;
                    into[at++] = weight * agreed[k];
                    j = j + 1 == _rowsOf[i].Length ? 0 : j + 1;
                }
            }
        }

        private void Unpack(double[] from)
        {
            double root = Math.Sqrt(_problem.Discount);
            double weight = 1.0;
            for (int k = 0, r = 0; k < _count; k++)
            {
                weight *= r == 0 ? root : 1.0;
                Multipliers[k] = Project(from[k] * _options.AdmmWeight / weight, r);
                r = r + 1 == _rows ? 0 : r + 1;
            }

            int at = _count;
            for (int i = 0; i < _agents; i++)
            {
                weight = 1.0;
                double[] agreed = _agreed[i];
                for (int k = 0, j = 0; k < agreed.Length; k++)
                {
                    weight *= j == 0 ? root : 1.0;
                    agreed[k] = from[at++] / weight;
                    j = j + 1 == _rowsOf[i].Length ? 0 : j + 1;
                }
            }
        }

        // How far the force M_i'(mu + rho (y_i - z_i)) under which the agent made its plan is from the M_i'mu that it should be.
        private double ForceError(int agent)
        {
            double[] m = _problem.M[agent];
            int[] rows = _rowsOf[agent];
            double largest = 0.0;
            for (int l = 0; l < _stages; l++)
            {
                for (int o = 0; o < _outputCount; o++)
                {
                    double sum = 0.0;
                    for (int j = 0; j < rows.Length; j++)
                    {
                        int r = rows[j];
                        if (_resting[r] || _waiting[r])
                            continue;
                        int at = (l * _rows) + r;
                        double apart = RowValue(agent, l, r) - _agreed[agent][(l * rows.Length) + j];
                        double force = _previous[at] + (_options.AdmmWeight * apart);
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
            int[] rows = _rowsOf[agent];
            for (int l = 0; l < _stages; l++)
            {
                for (int j = 0; j < rows.Length; j++)
                {
                    int r = rows[j];
                    if (!_waiting[r])
                        _agreed[agent][(l * rows.Length) + j] = Relaxed(agent, l, j) + _residual[(l * _rows) + r];
                }
            }
        }

        // Of the agent's j-th row.
        private double Relaxed(int agent, int stage, int j)
        {
            int row = _rowsOf[agent][j];
            double alpha = _resting[row] ? 1.0 : _options.AdmmRelaxation;
            double agreed = _agreed[agent][(stage * _rowsOf[agent].Length) + j];
            return (alpha * RowValue(agent, stage, row)) + ((1.0 - alpha) * agreed);
        }

        private void SumRelaxed(double[] into)
        {
            Array.Clear(into, 0, _count);
            for (int i = 0; i < _agents; i++)
            {
                int[] rows = _rowsOf[i];
                for (int l = 0; l < _stages && !_away[i]; l++)
                {
                    for (int j = 0; j < rows.Length; j++)
                        into[(l * _rows) + rows[j]] += Relaxed(i, l, j);
                }
            }
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
