using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class QpSolver
    {
        // One step of iterative refinement of [H A_W'; A_W 0] with the factors at hand, residuals taken from the user's own data.
        private void Refine(double[] f)
        {
            int count = _ldl.Count;
            for (int k = 0; k < _n; k++)
                _linear[k] = f[k] + Kernel.Dot(_hessian, k * _n, X, 0, _n);
            for (int i = 0; i < _m; i++)
            {
                if (_state[i] != Inactive)
                    Kernel.Axpy(_lambda[i] * _rowScale[i], _rows, i * _n, _linear, 0, _n);
            }

            for (int k = 0; k < _n; k++)
                _linear[k] = -_linear[k];
            Array.Clear(_y, 0, _n);
            Kernel.AddUpperTransposed(_inverse, _n, _linear, _y);
            for (int k = 0; k < count; k++)
            {
                int i = _work[k];
                double error = (_rowScale[i] * Kernel.Dot(_rows, i * _n, X, 0, _n)) - Bound(i);
                _step[k] = error + Kernel.Dot(_normals, i * _n, _y, 0, _n);
            }

            _ldl.Solve(_step);
            for (int k = 0; k < count; k++)
            {
                int i = _work[k];
                Kernel.Axpy(-_step[k], _normals, i * _n, _y, 0, _n);
                _lambda[i] = Math.Clamp(_lambda[i] + _step[k], LeastMultiplier(i), MostMultiplier(i));
            }

            Kernel.UpperMatVec(_inverse, _n, _y, _linear);
            Kernel.Axpy(1.0, _linear, 0, X, 0, _n);
        }

        private double MostMultiplier(int i)
        {
            return _state[i] == ActiveUpper || _lower[i] == _upper[i] ? _weight[i] : 0.0;
        }

        private double LeastMultiplier(int i)
        {
            return _state[i] == ActiveLower || _lower[i] == _upper[i] ? -_weight[i] : 0.0;
        }
    }
}
