using System;

namespace MultiAgentEdge.Coupling
{
    public sealed partial class Negotiator
    {
        private readonly double[][] _agreed;     // agent -> N x n_c: z_i, what its part of every row is asked to be

        // Sharing form of Boyd, Parikh, Chu, Peleato and Eckstein (2011), section 7.3, a row at a time: the mean is over the agents that have a
        // part in the row. mu = rho u; the agent minimises its own cost + rho/2 |M_i o - z_i + u|^2.
        private void StepAdmm()
        {
            double rho = _options.AdmmWeight;
            double primal = 0.0;
            double dual = 0.0;
            for (int l = 0; l < _stages; l++)
            {
                for (int r = 0; r < _rows; r++)
                {
                    int at = (l * _rows) + r;
                    double correction = 0.0;
                    if (!_resting[r])
                    {
                        double degree = _degree[r];
                        double mean = _coupled[at] / degree;
                        double wanted = mean + (Multipliers[at] / rho);
                        double share = Agree(wanted, degree, r);
                        Multipliers[at] = rho * (wanted - share);
                        correction = share - mean;
                        primal = Larger(primal, degree * correction);
                    }

                    dual = Larger(dual, rho * MoveAgreed(l, r, correction));
                }
            }

            PrimalResidual = primal;
            DualResidual = dual;
        }

        // z_i = y_i + share - mean; in a row that rests z_i = y_i, so that the agent's quadratic term pulls it nowhere.
        private double MoveAgreed(int stage, int row, double correction)
        {
            int at = (stage * _rows) + row;
            double largest = 0.0;
            for (int i = 0; i < _agents; i++)
            {
                if (_away[i] || !_takes[(i * _rows) + row])
                    continue;
                double next = RowValue(i, stage, row) + correction;
                largest = Larger(largest, next - _agreed[i][at]);
                _agreed[i][at] = next;
            }

            return largest;
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
