using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class QpSolver
    {
        private const int RoundLimit = 200;

        // A round that leaves this residual was the last; one that can do no better may leave the second.
        private const double TargetResidual = 1e-12;
        private const double HostTargetResidual = 1e-10;
        private const double AcceptedResidual = 5e-10;

        // A round that leaves so many times the best residual has lost its way.
        private const double Divergence = 10.0;
        private const int RetreatLimit = 8;
        private const double RoundTolerance = 1e-13;

        // Rounding of M y, in units of the least row scale, that one pass may leave.
        private const double NoiseLimit = 1e-12;

        // A sum of which so much cancels is zero along a direction of recession, and so is an entry of this share of the largest.
        private const double RecessionTolerance = 1e-11;

        private const double SlopeTolerance = 1e-9;

        // Rounds without an end after which the proximal weight falls, how far each time, and where it stops.
        private const int RoundsPerWeight = 6;
        private const double WeightFall = 0.1;

        // It falls sooner where so many rounds in a row each leave more than this share of the best residual.
        private const double SlowFall = 0.3;
        private const int SlowRounds = 2;
        private const double LeastShare = 1.1e-8;

        // About how far one proximal step may go where nothing stops it; rounding grows with it.
        private const double LongestStep = 1e7;

        private readonly double _targetResidual;
        private bool _recentred;
        private double _longestShare;            // largest weight that a linear cost asked for since Setup; rounds lowered it since

        // From where the last solve ended: H has no factor of its own, or equations must be met first.
        private QpStatus SolveFromCentre(double[] f)
        {
            if (_semidefinite)
                FitProximalWeight(f);
            Array.Copy(_centre, 0, X, 0, _n);
            ReportMultipliers();
            bool kept = false;
            TakeKeptGradient(f, ref kept);
            if (!kept)
                Residual(f);
            else if (IsStillOptimal())
                return QpStatus.Solved;
            return OrShifted(f, SolveInRounds(f));
        }

        // Where no round converged on a factor of an ill-conditioned H, its least curvature was rounding after all: solved anew without it.
        private QpStatus OrShifted(double[] f, QpStatus status)
        {
            if (status != QpStatus.NotConverged || Iterations >= IterationLimit || _semidefinite || !_illConditioned || !FactorShifted())
                return status;
            Reset();
            UseFactor();
            return SolveFromCentre(f);
        }

        // Whether what the last solve left meets the bounds and the linear cost of this one as it is: the same problem once more, or one
        // whose changes do not matter. The gradient is compared without the size of its terms, which is not at hand.
        private bool IsStillOptimal()
        {
            for (int i = 0; i < _n; i++)
            {
                if (!(Math.Abs(_left[i]) <= _targetResidual))
                    return false;
            }

            _far = IsFar();
            if (!(RowResidual(0.0) <= _targetResidual))
                return false;
            _recentred = true;
            _guarded = false;
            ConfirmGradient();
            return true;
        }

        private void FitProximalWeight(double[] f)
        {
            double largest = 0.0;
            for (int i = 0; i < _n; i++)
            {
                double size = Math.Abs(f[i]);
                if (size > largest)
                    largest = size;
            }

            double share = largest / (LongestStep * _proximalFloor);
            if (share > 10.0 * _proximalShare && share > 2.0 * _longestShare)
                SetProximalShare(share);
            if (share > _longestShare)
                _longestShare = share;
        }

        // Each round solves for the step from the last point, in terms of the residuals there, so that it adds the digits which rounding
        // took from the one before (iterative refinement, active set included). Where H lacks curvature the factor is that of H + E, and
        // the round is a proximal-point step (Rockafellar 1976): it ends where the pull E d is rounding. A direction of recession that
        // lowers the cost proves it unbounded.
        private QpStatus SolveInRounds(double[] f)
        {
            double best = double.MaxValue;
            int idle = 0;
            int retreats = 0;
            int slow = 0;
            for (ProximalRounds = 1; ; ProximalRounds++)
            {
                Recentre(f);
                QpStatus status = QpStatus.Solved;
                JudgeImplied(ref status);
                if (status == QpStatus.Infeasible)
                    return status;
                status = SolveDual();
                RecoverX();
                if (status == QpStatus.Infeasible)
                    return status;
                if (_uncertain)
                    Refactor();
                ReportMultipliers();
                double residual = Residual(f);
                bool converged = status == QpStatus.Solved && residual <= _targetResidual;
                if (!converged && _semidefinite && IsRecession(f))
                {
                    Array.Clear(_centre, 0, _n);
                    return QpStatus.Unbounded;
                }

                idle = residual < 0.5 * best ? 0 : idle + 1;
                bool last = ProximalRounds >= RoundLimit || Iterations >= IterationLimit || idle >= (_semidefinite ? RoundLimit : 4)
                    || (residual <= AcceptedResidual && idle >= 2);
                if (converged || last)
                {
                    KeepCentre(f);
                    return Accept(residual);
                }

                if (residual > Divergence * best && retreats < RetreatLimit)
                {
                    retreats++;
                    Retreat(f);
                    continue;
                }

                slow = residual > SlowFall * best ? slow + 1 : 0;
                best = residual < best ? residual : best;
                if (_semidefinite && (ProximalRounds % RoundsPerWeight == 0 || slow >= SlowRounds) && _proximalShare > LeastShare)
                    SetProximalShare(_proximalShare * WeightFall);
            }
        }

        private void KeepCentre(double[] f)
        {
            Array.Copy(X, 0, _centre, 0, _n);
            KeepGradient(f);
        }

        // Back to where the last round began, with a factor built anew and, where there is a proximal weight, shorter steps.
        private void Retreat(double[] f)
        {
            Array.Copy(_centre, 0, X, 0, _n);
            for (int i = 0; i < _m; i++)
            {
                _lambda[i] = _base[i];
                if (_state[i] < SaturatedUpper)
                    _state[i] = _lambda[i] > 0.0 ? ActiveUpper : _lambda[i] < 0.0 ? ActiveLower : Inactive;
            }

            Refactor();
            if (_semidefinite)
                SetProximalShare(_proximalShare * 10.0);
            ReportMultipliers();
            Residual(f);
        }

        private static QpStatus Accept(double residual)
        {
            return residual <= AcceptedResidual ? QpStatus.Solved : QpStatus.NotConverged;
        }

        // Starts a round from X and the present multipliers, whose residuals were the last thing computed.
        private void Recentre(double[] f)
        {
            MeetEquations(f);
            _recentred = true;
            _guarded = false;
            Array.Copy(X, 0, _centre, 0, _n);
            Array.Copy(_lambda, 0, _base, 0, _m);
            Array.Clear(_change, 0, _m);
            GuardAll();
            ProjectLinear(_left);
        }

        private void SetProximalShare(double share)
        {
            double before = _proximalShare;
            _proximalShare = share;
            Shift(share);
            if (!(UpperCholesky.Factor(_inverse, _d, 0.0) > 0.0))
            {
                _proximalShare = before;
                Shift(before);
                UpperCholesky.Factor(_inverse, _d, 0.0);
            }

            UseFactor();
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
                double d = _y[i] / largest;
                if (Math.Abs(d) < RecessionTolerance)
                    d = 0.0;
                _y[i] = d;
                slope += f[i] * d;
                terms += Math.Abs(f[i] * d);
            }

            for (int i = 0; i < _n; i++)
            {
                if (Math.Abs(Kernel.Dot(_hessian, i * _n, _y, 0, _n)) > RecessionTolerance * SizeAlong(_hessian, i))
                    return false;
            }

            for (int i = 0; i < _m; i++)
            {
                double rate = Kernel.Dot(_rows, i * _n, _y, 0, _n);
                double charged = rate > 0.0 ? (_upper[i] < Unbounded ? rate : 0.0) : (_lower[i] > -Unbounded ? -rate : 0.0);
                if (charged == 0.0)
                    continue;
                if (_weight[i] < Unbounded)
                    slope += _softWeight[i] * charged;
                else if (charged > RecessionTolerance * SizeAlong(_rows, i))
                    return false;
            }

            return slope < -SlopeTolerance * terms;
        }

        private double SizeAlong(double[] matrix, int row)
        {
            double size = 0.0;
            for (int j = 0, o = row * _n; j < _n; j++)
                size += Math.Abs(matrix[o + j] * _y[j]);
            return size;
        }
    }
}
