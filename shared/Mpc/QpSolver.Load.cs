using System;
using MultiAgentEdge.Linalg;
#if NET
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#endif

namespace MultiAgentEdge.Mpc
{
    // What a solve takes from the user, and what equations do on its way where the product has them: boards do without.
    public sealed partial class QpSolver
    {
        partial void TakeSparse();

        partial void TakeSparseNormals();

        partial void FindRowsThatEnter();

        partial void WidenRowsThatEnter();

        partial void KeepNothing();

        partial void KeepGradient(double[] f);

        partial void ConfirmGradient();

        partial void ForgetGradient();

        partial void TakeKeptGradient(double[] f, ref bool taken);

        partial void ForgetEquations();

        partial void Prepare(double[] f);

        partial void FormBasis();

        partial void DoubtFactor(ref bool definite);

        partial void MeetEquations(double[] f);

        partial void JudgeImplied(ref QpStatus status);

        partial void DropEquations();

        partial void TakeEquations();

        partial void BalanceEquations();

        partial void ReportEquations();

        partial void AddEquations(ref double gap, ref double size);

        // Checks the data and normalises the bounds; the sum of differences is NaN where any number is not finite.
        private bool Load(double[] f, double[] lower, double[] upper)
        {
            _guarded = false;
            if (!TakeBounds(lower, upper, _m) && !TakeCrossedBounds(lower, upper))
                return false;
            _lower = lower;
            _upper = upper;
            _recentred = false;
            _guarded = true;
            WidenRowsThatEnter();
            return true;
        }

        private bool TakeBounds(double[] lower, double[] upper, int m)
        {
            double[] low = _low;
            double[] high = _high;
            double[] scale = _rowScale;
            int i = 0;
#if NET
            if (Vector256.IsHardwareAccelerated)
            {
                Vector256<double> good = Vector256<double>.AllBitsSet;
                Vector256<double> most = Vector256.Create(double.MaxValue);
                Vector256<double> unbounded = Vector256.Create(Unbounded);
                for (; i + 3 < m; i += 4)
                {
                    Vector256<double> l = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(lower), (nuint)i);
                    Vector256<double> u = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(upper), (nuint)i);
                    good &= Vector256.LessThanOrEqual(l, u) & Vector256.LessThan(l, unbounded) & Vector256.GreaterThan(u, -unbounded);
                    good &= Vector256.GreaterThanOrEqual(l, -most) & Vector256.LessThanOrEqual(u, most);
                }

                if (!Vector256.EqualsAll(good.AsInt64(), Vector256<long>.AllBitsSet))
                    return false;
                Kernel.Multiply(lower, scale, low, i);
                Kernel.Multiply(upper, scale, high, i);
            }
#endif
            double check = 0.0;
            for (; i < m; i++)
            {
                double l = lower[i];
                double u = upper[i];
                check += (l - l) + (u - u);
                if (l > u || l >= Unbounded || u <= -Unbounded)
                    return false;
                double s = scale[i];
                low[i] = l * s;
                high[i] = u * s;
            }

            return !double.IsNaN(check);
        }

        // -inv(R)' f, the unconstrained minimiser in y = R x.
        private void ProjectLinear(double[] f)
        {
            double[] linear = _linear;
            int n = _n;
            if (_inverseSpans == null)
            {
                Kernel.NegatedUpperTransposed(_inverse, n, f, linear);
            }
            else
            {
                n = _d;
                Array.Clear(linear, 0, n);
                for (int i = 0; i < _n; i++)
                    AddRow(-f[i], _basis, n, _inverseSpans, i, linear);
            }

            double size = 0.0;
            for (int k = 0; k < n; k++)
            {
                double value = linear[k];
                size += value < 0.0 ? -value : value;
            }

            _linearSize = size;
        }
    }
}
