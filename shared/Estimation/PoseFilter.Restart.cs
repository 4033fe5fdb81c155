using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Estimation
{
    /// <summary>The first pose, and the way back where the estimate was wrong: poses that agree with each other under the rover's own
    /// motion.</summary>
    public sealed partial class PoseFilter
    {
        private const int FirstPoses = 3;
        private const int PosesAnew = 5;
        private const int PosesAnewWeak = 3;

        /// <summary>Agreement needed where nothing but the poses speaks against the estimate, and where the estimate is weak or the
        /// candidate near.</summary>
        private const long AnewUs = 3000000;
        private const long AnewWeakUs = 300000;
        private const long SlowUs = 450000;
        private const double WeakSigmaM = 0.1;
        private const double NearM = 0.3;

        /// <summary>A position alone shows the heading only once the rover has driven: so far, and so many standard deviations.</summary>
        private const double HeadingWayM = 0.25;
        private const double HeadingWaySigmas = 7.0;

        private int _agreeing;
        private bool _hasCandidateHeading;
        private long _candidateSinceUs;
        private double _candidateX;
        private double _candidateY;
        private double _candidateTheta;
        private double _candidateSigmaRad;
        private double _anchorX;
        private double _anchorY;
        private double _anchorTheta;

        private void ForgetRejected()
        {
            _agreeing = 0;
            _hasCandidateHeading = false;
            GatedInRow = 0;
        }

        /// <summary>While poses are gated out the estimate says that it is less sure: a fixed gate would lock the truth out after a slip, a
        /// wide one would let wrong ones in.</summary>
        private void Widen(double dtS, long nowUs)
        {
            // One wild pose among many is every tracker's; of a slow tracker the next one is too far off to wait for.
            if (GatedInRow == 0 || (GatedInRow == 1 && nowUs - TakenUs < SlowUs))
            {
                return;
            }

            if (_p00 + _p11 < 2.0 * 0.06 * 0.06)
            {
                _p00 += 0.15 * 0.15 * dtS;
                _p11 += 0.15 * 0.15 * dtS;
            }

            if (_p22 < 0.3 * 0.3)
            {
                _p22 += 0.05 * 0.05 * dtS;
            }
        }

        /// <summary>Takes a pose, found in the ring already, to the candidate; true where the estimate began from it.</summary>
        private bool Agrees(long atUs, double xM, double yM, double headingRad, double sigmaM, double sigmaRad, bool hasHeading)
        {
            if (_agreeing == 0 || (hasHeading && !_hasCandidateHeading))
            {
                Begin(atUs, xM, yM, headingRad, sigmaRad, hasHeading);
                return false;
            }

            double dx = _ring.XM - _anchorX;
            double dy = _ring.YM - _anchorY;
            double way = Math.Sqrt((dx * dx) + (dy * dy));
            double turn = _ring.HeadingRad - _anchorTheta;
            if (!_hasCandidateHeading)
            {
                FindHeading(atUs, xM, yM, sigmaM, dx, dy, way);
                return false;
            }

            double sin;
            double cos;
            Trigonometry.SinCos(_candidateTheta - _anchorTheta, out sin, out cos);
            double px = _candidateX + (cos * dx) - (sin * dy);
            double py = _candidateY + (sin * dx) + (cos * dy);
            double ptheta = _candidateTheta + turn;
            double ex = xM - px;
            double ey = yM - py;
            double reach = 0.02 + (4.0 * sigmaM) + (0.1 * way) + (hasHeading ? 0.0 : 3.0 * _candidateSigmaRad * way);
            double size = turn < 0.0 ? -turn : turn;
            double reachRad = 0.05 + (4.0 * sigmaRad) + (0.1 * size);
            double eh = hasHeading ? Wrap(headingRad - ptheta) : 0.0;
            if ((ex * ex) + (ey * ey) > reach * reach || eh > reachRad || eh < -reachRad)
            {
                Begin(atUs, xM, yM, headingRad, sigmaRad, hasHeading);
                return false;
            }

            _agreeing++;
            double share = _agreeing < 4 ? 1.0 / _agreeing : 0.25;
            _candidateX = px + (share * ex);
            _candidateY = py + (share * ey);
            _candidateTheta = ptheta + (share * eh);
            _candidateSigmaRad = hasHeading ? sigmaRad : _candidateSigmaRad;
            Anchor();
            if (!IsPlaced)
            {
                return _agreeing >= FirstPoses && PlaceAt(sigmaM);
            }

            double sx = _x - (_rawX - _ring.XM) - _candidateX;
            double sy = _y - (_rawY - _ring.YM) - _candidateY;
            bool weak = SigmaM > WeakSigmaM || (sx * sx) + (sy * sy) < NearM * NearM;
            if (_agreeing < (weak ? PosesAnewWeak : PosesAnew) || atUs - _candidateSinceUs < (weak ? AnewWeakUs : AnewUs))
            {
                return false;
            }

            StartedAnew++;
            return PlaceAt(sigmaM);
        }

        private void Begin(long atUs, double xM, double yM, double headingRad, double sigmaRad, bool hasHeading)
        {
            _agreeing = 1;
            _hasCandidateHeading = hasHeading;
            _candidateSinceUs = atUs;
            _candidateX = xM;
            _candidateY = yM;
            _candidateTheta = hasHeading ? headingRad : 0.0;
            _candidateSigmaRad = sigmaRad;
            Anchor();
        }

        private void Anchor()
        {
            _anchorX = _ring.XM;
            _anchorY = _ring.YM;
            _anchorTheta = _ring.HeadingRad;
        }

        /// <summary>Two positions far enough apart show the heading, if they are as far apart as the wheels say.</summary>
        private void FindHeading(long atUs, double xM, double yM, double sigmaM, double dx, double dy, double way)
        {
            if (way < HeadingWayM || way < HeadingWaySigmas * sigmaM)
            {
                return;
            }

            double mx = xM - _candidateX;
            double my = yM - _candidateY;
            double seen = Math.Sqrt((mx * mx) + (my * my));
            double apart = seen - way;
            double reach = (4.0 * sigmaM) + (0.15 * way);
            if (apart > reach || apart < -reach)
            {
                Begin(atUs, xM, yM, 0.0, 0.0, false);
                return;
            }

            double frame = Trigonometry.Atan2(my, mx) - Trigonometry.Atan2(dy, dx);
            _agreeing = 2;
            _hasCandidateHeading = true;
            _candidateX = xM;
            _candidateY = yM;
            _candidateTheta = frame + _ring.HeadingRad;
            _candidateSigmaRad = 0.05 + (1.5 * sigmaM / way);
            Anchor();
        }

        /// <summary>From the candidate at the ring's time to now.</summary>
        private bool PlaceAt(double sigmaM)
        {
            double sin;
            double cos;
            double turn = _rawTheta - _ring.HeadingRad;
            Trigonometry.SinCos(_candidateTheta - _ring.HeadingRad, out sin, out cos);
            double dx = _rawX - _ring.XM;
            double dy = _rawY - _ring.YM;
            double way = Math.Sqrt((dx * dx) + (dy * dy));
            // The same whole turn as before, as near as can be.
            double theta = _theta + Wrap(_candidateTheta + turn - _theta);
            double x = _candidateX + (cos * dx) - (sin * dy);
            double y = _candidateY + (sin * dx) + (cos * dy);
            Place(x, y, theta, 0.01 + (1.5 * sigmaM) + (0.1 * way), 0.02 + (1.5 * _candidateSigmaRad));
            return true;
        }
    }
}
