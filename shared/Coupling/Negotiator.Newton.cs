using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Coupling
{
    public sealed partial class Negotiator
    {
        // A residual this much below the best of the period is progress whatever the slope says; it can happen only finitely often.
        private const double Contraction = 0.9;

        // Below this the residual is rounding and a line search would chase noise.
        private const double Converged = 1e-10;

        // Early in a period a slope of half the opposite sign passes too (a parabola would still have risen): it saves a round, and as it
        // is allowed only so many times it cannot make the search oscillate.
        private const int LenientRounds = 8;

        private readonly double[][] _sensitivity; // agent -> (N no) x (N no)
        private readonly bool[] _sensed;
        private readonly double[] _base;          // N x n_c: where the line search began
        private readonly double[] _direction;     // N x n_c
        private readonly double[] _curvature;     // (N n_c) x (N n_c): minus the Hessian of the dual
        private readonly double[] _factor;        // its upper factor
        private readonly double[] _solution;      // N x n_c
        private bool _searching;
        private double _length;
        private double _slopeAtBase;
        private double _bestResidual;

        /// <summary>An agent's d outputs / d price of this round; only dual Newton needs it, the other modes take no notice.</summary>
        /// <param name="sensitivity">(N no) x (N no), row-major.</param>
        public void SetSensitivity(int agent, double[] sensitivity)
        {
            if (Mode != NegotiationMode.DualNewton)
                return;
            Array.Copy(sensitivity, 0, _sensitivity[agent], 0, _sensitivity[agent].Length);
            _sensed[agent] = true;
        }

        // One evaluation of the dual a round. A trial is kept where the dual rose for certain (it is concave: a slope that is still not
        // negative at the trial proves it) or the residual contracted; otherwise the line is cut where the slope's secant vanishes.
        private void StepNewton()
        {
            if (!AllSensed())
            {
                _searching = false;
                StepSubgradient();
                return;
            }

            if (_searching)
            {
                double slope = SlopeFromBase();
                double allowed = Rounds <= LenientRounds ? -0.5 * _slopeAtBase * _length : 0.0;
                bool kept = slope >= allowed || PrimalResidual <= Contraction * _bestResidual || PrimalResidual <= Converged;
                if (!kept)
                {
                    double root = _slopeAtBase / (_slopeAtBase - (slope / _length));
                    _length *= root < 0.1 ? 0.1 : root > 0.9 ? 0.9 : root;
                    Try();
                    return;
                }
            }

            if (PrimalResidual < _bestResidual)
                _bestResidual = PrimalResidual;
            BuildCurvature();
            if (!SolveDirection())
            {
                _searching = false;
                StepSubgradient();
                return;
            }

            Array.Copy(Multipliers, 0, _base, 0, _count);
            _slopeAtBase = Along(_direction);
            _length = 1.0;
            _searching = _slopeAtBase > 0.0;
            if (_searching)
                Try();
        }

        private bool AllSensed()
        {
            for (int i = 0; i < _agents; i++)
            {
                if (!_away[i] && !_sensed[i])
                    return false;
            }

            return true;
        }

        private void Try()
        {
            for (int k = 0, r = 0; k < _count; k++)
            {
                Multipliers[k] = Project(_base[k] + (_length * _direction[k]), r);
                r = r + 1 == _rows ? 0 : r + 1;
            }
        }

        // Derivative of the dual along a direction, at the present multipliers.
        private double Along(double[] direction)
        {
            double sum = 0.0;
            double weight = 1.0;
            for (int l = 0; l < _stages; l++)
            {
                weight *= _problem.Discount;
                sum += weight * Kernel.Dot(_residual, l * _rows, direction, l * _rows, _rows);
            }

            return sum;
        }

        private double SlopeFromBase()
        {
            for (int k = 0; k < _count; k++)
                _solution[k] = Multipliers[k] - _base[k];
            return Along(_solution);
        }

        // -sum_i gamma^l M_i S_i M_i' + gamma^l / (2w). A row that rests, or an inequality that is slack at zero, keeps its multiplier.
        private void BuildCurvature()
        {
            Array.Clear(_curvature, 0, _count * _count);
            for (int i = 0; i < _agents; i++)
            {
                int[] rows = _rowsOf[i];
                for (int k = 0; k < rows.Length && !_away[i]; k++)
                {
                    for (int j = 0; j < rows.Length; j++)
                        AddCurvature(i, rows[k], rows[j]);
                }
            }

            double weight = 1.0;
            for (int k = 0, r = 0; k < _count; k++)
            {
                if (r == 0)
                    weight *= _problem.Discount;
                bool slack = _problem.Kinds[r] == RowKind.Inequality && Multipliers[k] <= 0.0 && _residual[k] <= 0.0;
                if (_resting[r] || slack)
                    Isolate(k);
                else
                    _curvature[(k * _count) + k] += weight * Compliance(r);
                _solution[k] = _resting[r] || slack ? 0.0 : weight * _residual[k];
                r = r + 1 == _rows ? 0 : r + 1;
            }
        }

        private void AddCurvature(int agent, int row, int other)
        {
            double[] m = _problem.M[agent];
            double[] sensitivity = _sensitivity[agent];
            int width = _stages * _outputCount;
            double weight = 1.0;
            for (int l = 0; l < _stages; l++)
            {
                weight *= _problem.Discount;
                for (int j = 0; j < _stages; j++)
                {
                    double sum = 0.0;
                    for (int o = 0; o < _outputCount; o++)
                    {
                        int at = (((l * _outputCount) + o) * width) + (j * _outputCount);
                        sum += m[(row * _outputCount) + o] * Kernel.Dot(sensitivity, at, m, other * _outputCount, _outputCount);
                    }

                    _curvature[(((l * _rows) + row) * _count) + (j * _rows) + other] -= weight * sum;
                }
            }
        }

        private void Isolate(int k)
        {
            for (int j = 0; j < _count; j++)
            {
                _curvature[(k * _count) + j] = 0.0;
                _curvature[(j * _count) + k] = 0.0;
            }

            _curvature[(k * _count) + k] = 1.0;
        }

        // Hard rows may depend on each other: the shift grows until the factor exists.
        private bool SolveDirection()
        {
            double largest = 0.0;
            for (int k = 0; k < _count; k++)
                largest = Larger(largest, _curvature[(k * _count) + k]);
            double shift = 0.0;
            for (int attempt = 0; attempt < 5; attempt++)
            {
                UpperCholesky.CopyUpper(_curvature, _count, _factor);
                for (int k = 0; k < _count; k++)
                    _factor[k * (_count + 1)] += shift;
                if (UpperCholesky.Factor(_factor, _count, 1e-12) > 1e-12)
                {
                    Array.Copy(_solution, 0, _direction, 0, _count);
                    UpperCholesky.Solve(_factor, _count, _direction);
                    return true;
                }

                shift = shift == 0.0 ? 1e-9 * largest : 100.0 * shift;
            }

            return false;
        }
    }
}
