using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    // From y and the multipliers of normalised rows to what the user reads.
    public sealed partial class QpSolver
    {
        private void RecoverX()
        {
            if (!_recovered)
                RecoverFromY();
            if (_recentred)
                Kernel.Axpy(1.0, _centre, 0, X, 0, _n);
        }

        private void RecoverFromY()
        {
            Multiply(_basis, _d, _inverseSpans, _n, 0, _n, _y, X);
            _recovered = true;
        }

        private void ReportMultipliers()
        {
            _reported = true;
            Kernel.Multiply(_lambda, _rowScale, _multipliers, _m);
            if (_zeroRows)
                ReportZeroRows();
            ReportEquations();
        }

        private void Report(double[] f, QpStatus status)
        {
            ReportMultipliers();

            // With a factor of H itself and a fresh y the quadratic is |y|^2 / 2 - linear'y; else it is taken from the user's data.
            if (status == QpStatus.Solved && !_recentred)
            {
                Objective = (0.5 * Kernel.Dot(_y, 0, _y, 0, _n)) - Kernel.Dot(_linear, 0, _y, 0, _n);
            }
            else
            {
                Objective = Kernel.Dot(f, 0, X, 0, _n);
                MultiplyHessian(X, _left);
                for (int i = 0; i < _n; i++)
                    Objective += 0.5 * X[i] * _left[i];
            }

            for (int i = 0; i < _m && _softRows; i++)
            {
                // A solved row that is not saturated is violated by rounding at most, which a large weight would turn into a cost.
                bool kept = status == QpStatus.Solved && _state[i] < SaturatedUpper && _rowScale[i] > 0.0;
                if (kept || _softWeight[i] >= Unbounded)
                    continue;
                double ax = Kernel.Dot(_rows, i * _n, X, 0, _n);
                if (ax > _upper[i])
                    Objective += _softWeight[i] * (ax - _upper[i]);
                else if (ax < _lower[i])
                    Objective += _softWeight[i] * (_lower[i] - ax);
            }
        }
    }
}
