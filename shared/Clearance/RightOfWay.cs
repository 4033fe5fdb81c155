using System;

namespace MultiAgentEdge.Clearance
{
    /// <summary>
    /// Progress where rovers block each other, agreed by what they say of themselves: a rover that has not come on for a while reserves a
    /// short way ahead.
    /// Who stands on it leaves to the side, and hands its own need on with the rank of the one it leaves for (priority inheritance), so
    /// that a whole row opens. Others do not drive onto it. Of several reservations that meet, the one of the highest rank counts. Safety
    /// does not rely on any of it: what comes out is a wanted velocity, and the filter has the last word. Allocates nothing.
    /// </summary>
    public sealed class RightOfWay
    {
        /// <summary>Over which a rover's own way is averaged, s, and below which share of what is wanted it stands still, or goes well
        /// again.</summary>
        private const double AverageS = 4.0;
        private const double StuckShare = 0.08;
        private const double FreeShare = 0.45;

        /// <summary>A reservation ends after this, s, whatever came of it: somebody else may have a better one.</summary>
        private const double LongestS = 6.0;

        /// <summary>Wanted speeds below this share of the fleet's want no way.</summary>
        private const double LeastShare = 0.15;

        /// <summary>Length of a reservation, m, and of the one of a rover that leaves another's.</summary>
        private const double AheadM = 0.4;
        private const double LeaveM = 0.3;

        /// <summary>Kept free beside a reserved way, m, and how near to that nobody drives nearer.</summary>
        private const double BesideM = 0.1;
        private const double NearM = 0.12;

        /// <summary>Of the fleet's speed, to leave a reserved way.</summary>
        private const double LeaveShare = 0.8;

        /// <summary>By which an inherited rank is below the one it comes from: less than ranks differ by.</summary>
        private const double HeirRank = 1e-4;

        private readonly ClearanceOptions _options;
        private double _ownRank;
        private double _wayX;
        private double _wayY;
        private double _progress;
        private double _reservedS;
        private double _x;
        private double _y;
        private double _size;
        private double _best;
        private double _leaveX;
        private double _leaveY;
        private bool _isStuck;
        private bool _isInside;
        private bool _yields;

        public RightOfWay(ClearanceOptions options)
        {
            _options = options;
            Reset();
        }

        /// <summary>Wanted velocity of P after <see cref="End"/>, m/s.</summary>
        public double Wx { get; private set; }

        public double Wy { get; private set; }

        /// <summary>Whether the way from here to the aim is reserved.</summary>
        public bool Reserves { get; private set; }

        /// <summary>From the rover, m.</summary>
        public double AimX { get; private set; }

        public double AimY { get; private set; }

        /// <summary>Of the reservation; the higher one counts.</summary>
        public double Rank { get; private set; }

        /// <summary>Whether another's reservation changed what is wanted.</summary>
        public bool Yields
        {
            get { return _yields; }
        }

        /// <summary>As at the start: nothing reserved.</summary>
        public void Reset()
        {
            _wayX = _options.SpeedMS;
            _wayY = 0.0;
            _progress = 1.0;
            _isStuck = false;
            Reserves = false;
        }

        /// <summary>A new tick.</summary>
        /// <param name="vx">Velocity of the axle's middle.</param>
        /// <param name="limitMS">What the rover may drive at most.</param>
        /// <param name="rank">Differs from rover to rover: whole numbers from the mission, the fraction from the name.</param>
        public void Begin(double xM, double yM, double vx, double vy, double wantedVx, double wantedVy, double limitMS, double rank)
        {
            _x = xM;
            _y = yM;
            Wx = wantedVx;
            Wy = wantedVy;
            _ownRank = rank;
            _size = Math.Sqrt((wantedVx * wantedVx) + (wantedVy * wantedVy));
            double gain = _options.PeriodS < AverageS ? _options.PeriodS / AverageS : 1.0;
            if (_size > LeastShare * _options.SpeedMS)
            {
                // The mean velocity, not the mean speed: to and fro is no way.
                _wayX += gain * (vx - _wayX);
                _wayY += gain * (vy - _wayY);
                double wanted = _size < limitMS ? _size : limitMS;
                _progress = wanted > 1e-6 ? Math.Sqrt((_wayX * _wayX) + (_wayY * _wayY)) / wanted : 1.0;
            }
            else
            {
                _progress += gain * (1.0 - _progress);
                _wayX += gain * (_options.SpeedMS - _wayX);
            }

            JudgeStuck();
            _best = _isStuck ? _ownRank : -1e30;
            _yields = false;
            _isInside = false;
        }

        /// <summary>A reservation of another, from where it is to where it aims.</summary>
        /// <param name="aimX">From it, m.</param>
        public void Consider(double xM, double yM, double aimX, double aimY, double radiusM, double rank)
        {
            double length = Math.Sqrt((aimX * aimX) + (aimY * aimY));
            if (rank <= _best || length < 1e-6)
            {
                return;
            }

            double sx = aimX / length;
            double sy = aimY / length;
            double dx = _x - xM;
            double dy = _y - yM;
            double along = (dx * sx) + (dy * sy);
            double side = (sx * dy) - (sy * dx);
            double nearest = along < 0.0 ? 0.0 : along > length ? length : along;
            double ox = dx - (nearest * sx);
            double oy = dy - (nearest * sy);
            double off = Math.Sqrt((ox * ox) + (oy * oy));
            double clear = _options.RadiusM + radiusM + BesideM;
            if (off > clear + NearM)
            {
                return;
            }

            _yields = true;
            _best = rank;
            _isInside = off < clear;
            if ((along < 0.0 || along > length) && off > 1e-6)
            {
                _leaveX = ox / off;
                _leaveY = oy / off;
                return;
            }

            // To the side it is on; in the middle to the other's left, for the other passes on its own right.
            double sign = side > 0.02 ? 1.0 : -1.0;
            _leaveX = -sy * sign;
            _leaveY = sx * sign;
        }

        /// <summary>What is wanted now, and what is said.</summary>
        public void End()
        {
            Rank = _ownRank;
            Reserves = _isStuck && !_yields;
            AimX = 0.0;
            AimY = 0.0;
            if (!_yields)
            {
                double most = _size < _options.SpeedMS ? _options.SpeedMS : _size;
                AimX = Wx * AheadM / most;
                AimY = Wy * AheadM / most;
            }
            else if (_isInside)
            {
                Wx = LeaveShare * _options.SpeedMS * _leaveX;
                Wy = LeaveShare * _options.SpeedMS * _leaveY;
                AimX = LeaveM * _leaveX;
                AimY = LeaveM * _leaveY;
                Rank = _best - HeirRank;
                Reserves = true;
            }
            else
            {
                double toward = -((Wx * _leaveX) + (Wy * _leaveY));
                if (toward > 0.0)
                {
                    Wx += toward * _leaveX;
                    Wy += toward * _leaveY;
                }
            }
        }

        private void JudgeStuck()
        {
            if (!_isStuck)
            {
                _isStuck = _progress < StuckShare;
                _reservedS = 0.0;
                return;
            }

            _reservedS += _options.PeriodS;
            if (_reservedS > LongestS)
            {
                _wayX = 0.5 * _options.SpeedMS;
                _wayY = 0.0;
                _isStuck = false;
            }
            else if (_progress > FreeShare)
            {
                _isStuck = false;
            }
        }
    }
}
