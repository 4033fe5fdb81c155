using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class QpSolver
    {
        private const int ProximalLimit = 200;
        private const double StationarityTolerance = 1e-11;
        private const double RecessionTolerance = 1e-9;

        // Proximal point (Rockafellar 1976): minimise q(x) + 1/2 |x - c|_E^2, c := x, until the pull E (x - c) is rounding, so that
        // x is stationary for the user's own cost. A direction of recession that lowers the cost proves it unbounded.
        private QpStatus SolveProximal(double[] f)
        {
            double scale = 1.0;
            for (int i = 0; i < _n; i++)
            {
                double size = Math.Abs(f[i]);
                if (size > scale)
                    scale = size;
            }

            for (ProximalRounds = 1; ; ProximalRounds++)
            {
                SetLinear(f, true);
                QpStatus status = SolveDual();
                RecoverX();
                if (status != QpStatus.Solved)
                    return status;
                double pull = 0.0;
                for (int i = 0; i < _n; i++)
                {
                    double size = ProximalWeight(i) * Math.Abs(X[i] - _centre[i]);
                    if (size > pull)
                        pull = size;
                }

                if (pull <= StationarityTolerance * scale)
                {
                    Refine(f);
                    Refine(f);
                    Array.Copy(X, 0, _centre, 0, _n);
                    return QpStatus.Solved;
                }

                if (IsRecession(f))
                {
                    Array.Clear(_centre, 0, _n);
                    return QpStatus.Unbounded;
                }

                Array.Copy(X, 0, _centre, 0, _n);
                if (ProximalRounds >= ProximalLimit || Iterations >= IterationLimit)
                    return QpStatus.NotConverged;
            }
        }

        // Whether d = x - centre stays inside every hard row, has no curvature and lowers the cost faster than soft rows charge.
        private bool IsRecession(double[] f)
        {
            double largest = 0.0;
            for (int i = 0; i < _n; i++)
            {
                _y[i] = X[i] - _centre[i];
                double size = Math.Abs(_y[i]);
                if (size > largest)
                    largest = size;
            }

            if (!(largest > 0.0))
                return false;
            double slope = 0.0;
            double terms = 0.0;
            for (int i = 0; i < _n; i++)
            {
                _y[i] /= largest;
                slope += f[i] * _y[i];
                terms += Math.Abs(f[i] * _y[i]);
            }

            for (int i = 0; i < _n; i++)
            {
                double limit = RecessionTolerance * _hessian[(i * _n) + i];
                if (Math.Abs(Kernel.Dot(_hessian, i * _n, _y, 0, _n)) > limit)
                    return false;
            }

            for (int i = 0; i < _m; i++)
            {
                double rate = Kernel.Dot(_rows, i * _n, _y, 0, _n);
                double charged = rate > 0.0 ? (_upper[i] < Unbounded ? rate : 0.0) : (_lower[i] > -Unbounded ? -rate : 0.0);
                if (_weight[i] < Unbounded)
                    slope += _softWeight[i] * charged;
                else if (charged * _rowScale[i] > RecessionTolerance)
                    return false;
            }

            return slope < -RecessionTolerance * terms;
        }
    }
}
