using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    /// <summary>
    /// d outputs / d price of a condensed MPC: S = -Y'(I - QQ')Y D, with Y = inv(R)'(EG)' for H = R'R, Q an orthonormal basis of the rows
    /// held at a bound (mapped the same way) and D = diag(gamma^l). A saturated soft row pushes with a constant force and holds nothing.
    /// Memory: 8 (2 p n + 2 n^2 + n) bytes for n variables and p outputs. Allocates only in the constructor.
    /// </summary>
    public sealed class OutputSensitivity
    {
        // A held row whose direction is this close to those before it adds nothing.
        private const double DependentNorm = 1e-8;

        private readonly int _variables;
        private readonly int _outputs;
        private readonly double[] _inverse;    // inv(R), n x n upper triangle
        private readonly double[] _mapped;     // p x n, row o is column o of Y
        private readonly double[] _projected;  // p x n, the same without what the held rows take
        private readonly double[] _basis;      // n x n, orthonormal rows
        private readonly double[] _scratch;    // n
        private bool _ready;

        public OutputSensitivity(int variables, int outputs)
        {
            _variables = variables;
            _outputs = outputs;
            _inverse = new double[variables * variables];
            _mapped = new double[outputs * variables];
            _projected = new double[outputs * variables];
            _basis = new double[variables * variables];
            _scratch = new double[variables];
        }

        /// <summary>Takes a new Hessian and response. Not ready where the Hessian is singular.</summary>
        /// <param name="hessian">n x n.</param>
        /// <param name="response">(N nx) x n: d states / d inputs, stages 1..N.</param>
        /// <param name="outputMatrix">no x nx.</param>
        public void Configure(double[] hessian, double[] response, double[] outputMatrix, int stateCount, int outputCount, int stages)
        {
            UpperCholesky.CopyUpper(hessian, _variables, _inverse);
            _ready = UpperCholesky.Factor(_inverse, _variables, 1e-12) > 1e-12;
            if (!_ready)
                return;
            UpperCholesky.Invert(_inverse, _variables, _scratch);
            for (int l = 0; l < stages; l++)
            {
                for (int o = 0; o < outputCount; o++)
                {
                    Array.Clear(_scratch, 0, _variables);
                    for (int i = 0; i < stateCount; i++)
                    {
                        Kernel.Axpy(
                            outputMatrix[(o * stateCount) + i], response, ((l * stateCount) + i) * _variables, _scratch, 0, _variables);
                    }

                    Map(_scratch, 0, _mapped, ((l * outputCount) + o) * _variables);
                }
            }
        }

        /// <summary>The sensitivity for the rows that the multipliers show to be held. False where not ready.</summary>
        /// <param name="rows">m x n.</param>
        /// <param name="softWeight">m.</param>
        /// <param name="multipliers">m.</param>
        /// <param name="outputCount">Outputs of one stage.</param>
        /// <param name="into">p x p.</param>
        public bool TryCompute(
            double[] rows, double[] softWeight, double[] multipliers, int rowCount, int outputCount, double discount, double[] into)
        {
            if (!_ready)
                return false;
            int held = 0;
            for (int i = 0; i < rowCount && held < _variables; i++)
            {
                double size = Math.Abs(multipliers[i]);
                bool saturated = softWeight[i] < MpcParameters.Unbounded && size >= softWeight[i] * (1.0 - 1e-9);
                if (size > 0.0 && !saturated && Orthonormalise(rows, i * _variables, held))
                    held++;
            }

            for (int o = 0; o < _outputs; o++)
            {
                int at = o * _variables;
                Array.Copy(_mapped, at, _projected, at, _variables);
                for (int k = 0; k < held; k++)
                {
                    double share = Kernel.Dot(_basis, k * _variables, _projected, at, _variables);
                    Kernel.Axpy(-share, _basis, k * _variables, _projected, at, _variables);
                }
            }

            double weight = 1.0;
            for (int b = 0; b < _outputs; b++)
            {
                if (b % outputCount == 0)
                    weight *= discount;
                for (int a = 0; a < _outputs; a++)
                    into[(a * _outputs) + b] = -weight * Kernel.Dot(_projected, a * _variables, _projected, b * _variables, _variables);
            }

            return true;
        }

        // Modified Gram-Schmidt, twice, so that rounding cannot leave the new row slanted.
        private bool Orthonormalise(double[] rows, int row, int held)
        {
            int at = held * _variables;
            Map(rows, row, _basis, at);
            double before = Math.Sqrt(Kernel.Dot(_basis, at, _basis, at, _variables));
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < held; k++)
                {
                    double share = Kernel.Dot(_basis, k * _variables, _basis, at, _variables);
                    Kernel.Axpy(-share, _basis, k * _variables, _basis, at, _variables);
                }
            }

            double norm = Math.Sqrt(Kernel.Dot(_basis, at, _basis, at, _variables));
            if (!(norm > DependentNorm * before))
                return false;
            double scale = 1.0 / norm;
            for (int i = 0; i < _variables; i++)
                _basis[at + i] *= scale;
            return true;
        }

        // inv(R)' a
        private void Map(double[] a, int ao, double[] into, int at)
        {
            Array.Clear(into, at, _variables);
            for (int k = 0, row = 0; k < _variables; row += _variables + 1, k++)
                Kernel.Axpy(a[ao + k], _inverse, row, into, at + k, _variables - k);
        }
    }
}
