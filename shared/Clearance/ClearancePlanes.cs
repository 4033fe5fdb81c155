using System;

namespace MultiAgentEdge.Clearance
{
    /// <summary>
    /// What a rover must keep in one tick, as half-planes for the way of its axle's middle until it stands: n·way ≤ room for every
    /// direction n within an angle of the one that the other was last seen in. Source: braking half-planes on history mid-planes; README.md
    /// has the argument why two rovers that both keep them cannot touch. Memory: 6 doubles a plane.
    /// </summary>
    public sealed class ClearancePlanes
    {
        /// <summary>An overlap is left within this time.</summary>
        private const double RetreatS = 0.5;

        /// <summary>And at this share of the fleet's speed at most.</summary>
        private const double RetreatShare = 0.25;

        /// <summary>What a rover's wheels may gain beyond what was asked of them, as a factor.</summary>
        internal const double GainSlack = 1.1;

        /// <summary>Faster than what even the whole gap allows by so much, m/s: that one does not keep clear.</summary>
        private const double LawlessMS = 0.05;

        private readonly ClearanceOptions _options;
        private readonly OwnWay _way;
        private readonly double _responseS;
        private readonly double[] _nx;
        private readonly double[] _ny;
        private readonly double[] _room;
        private readonly double[] _sin;
        private readonly double[] _cos;
        private readonly double[] _retreat;
        private double _xM;
        private double _yM;
        private double _marginM;

        /// <param name="way">Where the rover was: what others may still believe.</param>
        /// <param name="capacity">Most planes.</param>
        public ClearancePlanes(ClearanceOptions options, OwnWay way, int capacity)
        {
            _options = options;
            _way = way;
            _responseS = options.PeriodS + options.LagS;
            _nx = new double[capacity];
            _ny = new double[capacity];
            _room = new double[capacity];
            _sin = new double[capacity];
            _cos = new double[capacity];
            _retreat = new double[capacity];
        }

        public int Count { get; private set; }

        /// <summary>To the nearest other's middle, m; 1e9 without one.</summary>
        public double NearestM { get; private set; }

        /// <summary>A new tick, from where the rover is.</summary>
        public void Begin(double xM, double yM, double sigmaM)
        {
            _xM = xM;
            _yM = yM;
            _marginM = _options.RadiusM + (_options.SigmaFactor * sigmaM);
            Count = 0;
            NearestM = 1e9;
        }

        /// <summary>n of a plane, x.</summary>
        public double Nx(int plane)
        {
            return _nx[plane];
        }

        /// <summary>n of a plane, y.</summary>
        public double Ny(int plane)
        {
            return _ny[plane];
        }

        /// <summary>Way that is left along n, m, 0 or more.</summary>
        public double RoomM(int plane)
        {
            return _room[plane];
        }

        /// <summary>Sine of the angle by which n is unsure, [0, 1].</summary>
        public double UnsureSin(int plane)
        {
            return _sin[plane];
        }

        public double UnsureCos(int plane)
        {
            return _cos[plane];
        }

        /// <summary>Velocity along n by which the rover leaves what it overlaps, m/s, below 0; 0 where it may stand.</summary>
        public double RetreatMS(int plane)
        {
            return _retreat[plane];
        }

        /// <summary>
        /// Another rover. From one that keeps clear by the same rules: half of the gap, less the own way that it may not know of. One that
        /// keeps clear of nothing also shall not be there before this one stands.
        /// </summary>
        /// <param name="ageS">Of what is known of it, at the end of this period.</param>
        /// <param name="capMS">What it promised for n̄ + 1 periods.</param>
        /// <param name="lawlessMS">How fast it comes if it keeps clear of nothing, m/s; below 0: it keeps clear.</param>
        public void AddMoving(
            double xM, double yM, double radiusM, double sigmaM, double ageS, double capMS, double lawlessMS, double vx, double vy)
        {
            double nx;
            double ny;
            double distance = Direction(xM, yM, out nx, out ny);
            double free = Free(distance, radiusM, sigmaM);
            double beyond = ageS - (_options.AgePeriods * _options.PeriodS);
            double away = (nx * vx) + (ny * vy);
            double advance = _way.Advance(nx, ny, _options.AgePeriods + 1) - (away > 0.0 ? away * ageS : 0.0);
            double speed = Math.Sqrt((vx * vx) + (vy * vy));
            double reach = ReachM(ageS, capMS, _options.SpeedMS, speed);
            double charged = beyond > 0.0 ? beyond * _options.SpeedMS : 0.0;
            charged = charged < reach ? charged : reach;
            double room = 0.5 * (free - (advance > 0.0 ? advance : 0.0) - charged);
            if (lawlessMS < 0.0)
            {
                Add(nx, ny, room, reach < distance ? reach / distance : 1.0, charged > 0.0 ? 0.0 : free);
                return;
            }

            double fastest = lawlessMS > _options.SpeedMS ? lawlessMS : _options.SpeedMS;
            double comes = fastest * (ageS + _responseS + (0.5 * _options.SpeedMS / _options.WheelAccelerationMS2));
            double left = free - comes;
            Add(nx, ny, left < room ? left : room, comes < distance ? comes / distance : 1.0, left);
        }

        /// <summary>What stands: the whole gap is the rover's.</summary>
        public void AddStanding(double xM, double yM, double radiusM, double sigmaM)
        {
            double nx;
            double ny;
            double gap = Free(Direction(xM, yM, out nx, out ny), radiusM, sigmaM);
            Add(nx, ny, gap, 0.0, gap);
        }

        /// <summary>A wall: the rover's disc stays at n·x ≤ offset, n a unit vector.</summary>
        public void AddWall(double nx, double ny, double offsetM)
        {
            double gap = offsetM - (nx * _xM) - (ny * _yM) - _marginM;
            Add(nx, ny, gap, 0.0, gap);
        }

        /// <summary>Whether one that drives at (vx, vy) could not keep clear of this rover any more by its half of the gap, whatever it
        /// knew.</summary>
        public bool IsLawless(double xM, double yM, double radiusM, double sigmaM, double vx, double vy)
        {
            double nx;
            double ny;
            double free = Free(Direction(xM, yM, out nx, out ny), radiusM, sigmaM);
            double toward = -((nx * vx) + (ny * vy));
            double known = free + _way.Advance(nx, ny, _options.AgePeriods + 1);
            return toward > LargestMS(known > 0.0 ? 0.5 * known : 0.0, _responseS) + LawlessMS;
        }

        /// <summary>The farthest that a rover can have come in some time: at what it promised, and from there on at the fleet's speed or
        /// another, and never farther than it gets by going faster and faster from what it did.</summary>
        public double ReachM(double ageS, double capMS, double laterMS, double speedMS)
        {
            double promised = (_options.AgePeriods + 1) * _options.PeriodS;
            double reach = ageS < promised ? ageS * capMS : (promised * capMS) + ((ageS - promised) * laterMS);
            double gained = ageS * (speedMS + (0.5 * GainSlack * _options.GainMS2 * ageS));
            return gained < reach ? gained : reach;
        }

        /// <summary>The largest speed from which a rover stands within a room: a (sqrt(t² + 2 room / a) - t).</summary>
        /// <param name="responseS">t: until the wheels brake.</param>
        public double LargestMS(double roomM, double responseS)
        {
            double a = _options.WheelAccelerationMS2;
            return a * (Math.Sqrt((responseS * responseS) + (2.0 * roomM / a)) - responseS);
        }

        private double Free(double distanceM, double radiusM, double sigmaM)
        {
            NearestM = distanceM < NearestM ? distanceM : NearestM;
            return distanceM - _marginM - radiusM - (_options.SigmaFactor * sigmaM);
        }

        /// <summary>Of two in one place the first goes anywhere: n is x.</summary>
        private double Direction(double xM, double yM, out double nx, out double ny)
        {
            double dx = xM - _xM;
            double dy = yM - _yM;
            double distance = Math.Sqrt((dx * dx) + (dy * dy));
            bool isApart = distance > 1e-6;
            nx = isApart ? dx / distance : 1.0;
            ny = isApart ? dy / distance : 0.0;
            return distance;
        }

        private void Add(double nx, double ny, double roomM, double sin, double freeM)
        {
            if (Count >= _nx.Length)
            {
                return;
            }

            double least = -RetreatShare * _options.SpeedMS;
            double retreat = roomM < 0.0 && freeM < 0.0 ? freeM / RetreatS : 0.0;
            _nx[Count] = nx;
            _ny[Count] = ny;
            _room[Count] = roomM > 0.0 ? roomM : 0.0;
            _sin[Count] = sin;
            _cos[Count] = sin < 1.0 ? Math.Sqrt(1.0 - (sin * sin)) : 0.0;
            _retreat[Count] = retreat < least ? least : retreat;
            Count++;
        }
    }
}
