using System;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Clearance
{
    /// <summary>
    /// What stands between a rover's controller and its wheels: from what the others say of themselves, what stands in the plane and what
    /// the controller wants, a command that runs into nobody. One call of <see cref="Begin"/> and one of a TryStep a control period; what
    /// is then to be said stands in
    /// <see cref="Fill"/>. No host in it. Allocates nothing after construction, apart from <see cref="SetObstacles"/>.
    /// </summary>
    public sealed class RoverClearance
    {
        /// <summary>One that was seen to keep clear of nothing is taken for such for this time, s.</summary>
        private const double LawlessS = 5.0;

        /// <summary>What a rover said and others still heard after the last that came here, periods: losses come in a row.</summary>
        private const int UnsaidPeriods = 8;

        /// <summary>Of its own speed, by which another's velocity may differ that goes the same way.</summary>
        private const double CompanyShare = 0.5;

        /// <summary>Numbers of each in <see cref="SetObstacles"/>.</summary>
        public const int ObstacleNumbers = 5;
        public const int WallNumbers = 3;

        private readonly ClearanceOptions _options;
        private readonly OwnWay _way = new OwnWay();
        private ClearancePlanes _planes;
        private SafetyFilter _filter;
        private readonly SpeedPromise _promise;
        private readonly RightOfWay _rightOfWay;
        private readonly int _lawlessPeriods;
        private double[] _obstacles = new double[0]; // x, y, x, y, radius, m
        private double[] _walls = new double[0]; // nx, ny, offset m
        private int _capacity;
        private uint _tick;
        private double _xM;
        private double _yM;
        private double _headingRad;
        private double _speedMS;
        private double _yawRateRadS;
        private double _sigmaM;
        private double _vx;
        private double _vy;
        private bool _isInCompany;

        /// <param name="neighbours">Most other rovers.</param>
        /// <param name="obstacles">Most circles and walls.</param>
        public RoverClearance(ClearanceOptions options, int neighbours, int obstacles)
            : this(options, new MotionTable(neighbours), obstacles)
        {
        }

        /// <param name="table">What is known of the others already.</param>
        /// <param name="obstacles">Most circles and walls.</param>
        public RoverClearance(ClearanceOptions options, MotionTable table, int obstacles)
        {
            _options = options;
            _capacity = table.Capacity + obstacles;
            _planes = new ClearancePlanes(options, _way, _capacity);
            _filter = new SafetyFilter(options, _planes, _capacity);
            _promise = new SpeedPromise(options.SpeedMS, options.AgePeriods);
            _rightOfWay = new RightOfWay(options);
            _lawlessPeriods = (int)(LawlessS / options.PeriodS) + 1;
            Table = table;
        }

        /// <summary>What is known of the others.</summary>
        public MotionTable Table { get; private set; }

        /// <summary>For the wheels: speed of the axle's middle, m/s.</summary>
        public double SpeedMS
        {
            get { return _filter.SpeedMS; }
        }

        public double YawRateRadS
        {
            get { return _filter.YawRateRadS; }
        }

        /// <summary>Velocity of P that this gives, m/s.</summary>
        public double Vx
        {
            get { return _filter.Vx; }
        }

        public double Vy
        {
            get { return _filter.Vy; }
        }

        /// <summary>Whether the last command is another than was wanted.</summary>
        public bool Intervened { get; private set; }

        /// <summary>Periods in which it was.</summary>
        public uint Interventions { get; private set; }

        /// <summary>Whether what the rover said of the present tick came back to it.</summary>
        public bool HasHeardOwn
        {
            get { return UnheardPeriods == 0; }
        }

        /// <summary>Periods since the rover heard itself from the broker.</summary>
        public int UnheardPeriods { get; private set; }

        /// <summary>Whether it was made for just these limits.</summary>
        public bool IsFor(ClearanceOptions limits)
        {
            return _options.IsSame(limits);
        }

        /// <summary>What stands in the plane for good. Allocates where there is more of it than ever before.</summary>
        /// <param name="obstacles">x, y of both ends and radius, m, of each: a circle has one end twice, a wall that ends somewhere may
        /// have a radius of 0; may be null.</param>
        /// <param name="walls">Unit normal nx, ny and offset, m, of each: a rover stays at n·x ≤ offset; may be null.</param>
        public void SetObstacles(double[] obstacles, double[] walls)
        {
            _obstacles = obstacles == null ? new double[0] : obstacles;
            _walls = walls == null ? new double[0] : walls;
            int planes = Table.Capacity + (_obstacles.Length / ObstacleNumbers) + (_walls.Length / WallNumbers);
            if (planes > _capacity)
            {
                _capacity = planes;
                _planes = new ClearancePlanes(_options, _way, planes);
                _filter = new SafetyFilter(_options, _planes, planes);
            }
        }

        /// <summary>The rover's own frame came back: others can have heard it.</summary>
        public void HearOwn(uint tick)
        {
            // A frame of before the periods were numbered anew says nothing.
            long age = (long)(_tick - tick);
            if (age < UnheardPeriods)
            {
                UnheardPeriods = (int)age;
            }
        }

        /// <summary>Was put down somewhere else: nobody knows a way that led here.</summary>
        public void Replace()
        {
            _way.Clear();
        }

        /// <summary>A control period begins.</summary>
        /// <param name="xM">Of the axle's middle.</param>
        /// <param name="sigmaM">Standard deviation of the position.</param>
        public void Begin(uint tick, double xM, double yM, double headingRad, double speedMS, double yawRateRadS, double sigmaM)
        {
            Table.BeginPeriod();
            UnheardPeriods = UnheardPeriods < 1000000 ? UnheardPeriods + 1 : UnheardPeriods;
            _tick = tick;
            _xM = xM;
            _yM = yM;
            _headingRad = headingRad;
            _speedMS = speedMS;
            _yawRateRadS = yawRateRadS;
            _sigmaM = sigmaM;
            double sin;
            double cos;
            Trigonometry.SinCos(headingRad, out sin, out cos);
            _vx = speedMS * cos;
            _vy = speedMS * sin;
            _isInCompany = true;
            _way.Add(xM, yM);
            _planes.Begin(xM, yM, sigmaM);
            for (int i = 0; i < Table.Capacity; i++)
            {
                if (Table.At(i).Key != null)
                {
                    AddNeighbour(Table.At(i));
                }
            }

            double nearestM = _planes.NearestM;
            for (int i = 0; i + ObstacleNumbers <= _obstacles.Length; i += ObstacleNumbers)
            {
                AddObstacle(i);
            }

            for (int i = 0; i + WallNumbers <= _walls.Length; i += WallNumbers)
            {
                _planes.AddWall(_walls[i], _walls[i + 1], _walls[i + 2]);
            }

            double bindsS = (_options.AgePeriods + 2) * _options.PeriodS;
            double reachable = Size(speedMS) + (ClearancePlanes.GainSlack * _options.GainMS2 * bindsS);
            _promise.Say(
                nearestM, _isInCompany ? Size(speedMS) : 0.0, reachable, Table.Count == 0 || UnheardPeriods <= _options.AgePeriods);
            _filter.SetOwn(headingRad, speedMS, yawRateRadS, _promise.LimitMS);
            Table.TakeEarly(tick);
        }

        /// <summary>Chooses wheels for a wanted velocity of P. False, and standing: it is not finite, or nobody may hear this
        /// rover.</summary>
        /// <param name="rank">See <see cref="RightOfWay.Begin"/>.</param>
        public bool TryStep(double wantedVx, double wantedVy, double rank)
        {
            GiveWay(wantedVx, wantedVy, rank);
            bool isDone = IsHeard() && _filter.TryFilter(_rightOfWay.Wx, _rightOfWay.Wy);
            Count(!isDone || _filter.Intervened || _rightOfWay.Yields);
            return isDone || _filter.Brake();
        }

        /// <summary>As above for wanted wheels, which pass as they are where they are clear.</summary>
        public bool TryStepWheels(double wantedSpeedMS, double wantedYawRateRadS, double rank)
        {
            double side = wantedYawRateRadS * _options.LookAheadM;
            double sin;
            double cos;
            Trigonometry.SinCos(_headingRad, out sin, out cos);
            double wx = (wantedSpeedMS * cos) - (side * sin);
            double wy = (wantedSpeedMS * sin) + (side * cos);
            GiveWay(wx, wy, rank);
            double sum = wx + wy;
            if (sum - sum == 0.0 && IsHeard() && !_rightOfWay.Yields && _filter.IsClear(wantedSpeedMS, wantedYawRateRadS))
            {
                _filter.Pass(wantedSpeedMS, wantedYawRateRadS);
                Intervened = false;
                return true;
            }

            bool isDone = IsHeard() && _filter.TryFilter(_rightOfWay.Wx, _rightOfWay.Wy);
            Count(true);
            return isDone || _filter.Brake();
        }

        /// <summary>Nothing is wanted in this period: the rover stands, and reserves nothing.</summary>
        public void Rest()
        {
            _rightOfWay.Reset();
            _filter.Pass(0.0, 0.0);
            Intervened = false;
        }

        /// <summary>What is to be said of this tick.</summary>
        public void Fill(MotionFrame frame, bool isDriving)
        {
            frame.Tick = _tick;
            frame.IsDriving = isDriving;
            frame.Reserves = _rightOfWay.Reserves;
            frame.XM = _xM;
            frame.YM = _yM;
            frame.HeadingRad = (float)_headingRad;
            frame.SpeedMS = (float)_speedMS;
            frame.YawRateRadS = (float)_yawRateRadS;
            frame.SigmaM = (float)_sigmaM;
            frame.RadiusM = (float)_options.RadiusM;
            frame.CapMS = (float)_promise.CapMS;
            frame.AimXM = (float)_rightOfWay.AimX;
            frame.AimYM = (float)_rightOfWay.AimY;
            frame.Rank = (float)_rightOfWay.Rank;
            frame.Interventions = Interventions;
        }

        private void GiveWay(double wx, double wy, double rank)
        {
            _rightOfWay.Begin(_xM, _yM, _vx, _vy, wx, wy, _promise.LimitMS, rank);
            for (int i = 0; i < Table.Capacity; i++)
            {
                MotionNeighbour other = Table.At(i);
                if (other.Key != null && other.Frame.Reserves && other.SilentPeriods <= _options.SilencePeriods)
                {
                    MotionFrame f = other.Frame;
                    _rightOfWay.Consider(f.XM, f.YM, f.AimXM, f.AimYM, f.RadiusM, f.Rank);
                }
            }

            _rightOfWay.End();
        }

        /// <summary>By the point of it that is nearest: what is convex lies behind the line through that point.</summary>
        private void AddObstacle(int at)
        {
            double x = _obstacles[at];
            double y = _obstacles[at + 1];
            double dx = _obstacles[at + 2] - x;
            double dy = _obstacles[at + 3] - y;
            double square = (dx * dx) + (dy * dy);
            double along = square > 0.0 ? (((_xM - x) * dx) + ((_yM - y) * dy)) / square : 0.0;
            along = along < 0.0 ? 0.0 : along > 1.0 ? 1.0 : along;
            _planes.AddStanding(x + (along * dx), y + (along * dy), _obstacles[at + 4], 0.0);
        }

        private void AddNeighbour(MotionNeighbour other)
        {
            MotionFrame f = other.Frame;
            int standing = other.IsGone ? _options.SilencePeriods : 3 * _options.SilencePeriods;
            if (other.SilentPeriods > standing)
            {
                // It stopped when it did not hear itself any more, somewhere within what it could reach until then; whether it drove or
                // stood when it was heard last.
                int unsaid = other.IsGone ? 0 : UnsaidPeriods;
                double goneS = (_options.SilencePeriods + unsaid) * _options.PeriodS;
                double slowMS = SpeedPromise.Unheard(_options.SpeedMS);
                double crawlS = (_options.SilencePeriods - _options.AgePeriods) * _options.PeriodS;
                double reachM = _planes.ReachM(goneS - crawlS, f.CapMS, _options.SpeedMS, Size(f.SpeedMS))
                    + (slowMS * (crawlS + _options.LagS + (0.5 * slowMS / _options.WheelAccelerationMS2)));
                Accompany(f, 0.0, 0.0);
                _planes.AddStanding(f.XM, f.YM, f.RadiusM + reachM, f.SigmaM);
                return;
            }

            double sin;
            double cos;
            Trigonometry.SinCos(f.HeadingRad, out sin, out cos);
            double ageS = other.AgePeriods * _options.PeriodS;
            if (f.IsDriving && _planes.IsLawless(f.XM, f.YM, f.RadiusM, f.SigmaM, f.SpeedMS * cos, f.SpeedMS * sin))
            {
                other.LawlessPeriods = _lawlessPeriods;
            }

            Accompany(f, f.SpeedMS * cos, f.SpeedMS * sin);
            _planes.AddMoving(
                f.XM, f.YM, f.RadiusM, f.SigmaM, ageS, f.CapMS, other.LawlessPeriods > 0 ? Size(f.SpeedMS) : -1.0, f.SpeedMS * cos,
                f.SpeedMS * sin);
        }

        /// <summary>One that is near is company while it goes about the same way as this rover.</summary>
        private void Accompany(MotionFrame other, double vx, double vy)
        {
            double dx = other.XM - _xM;
            double dy = other.YM - _yM;
            if (!SpeedPromise.IsNear(Math.Sqrt((dx * dx) + (dy * dy))))
            {
                return;
            }

            double apart = ((vx - _vx) * (vx - _vx)) + ((vy - _vy) * (vy - _vy));
            _isInCompany = _isInCompany && apart < CompanyShare * CompanyShare * _speedMS * _speedMS;
        }

        private static double Size(double value)
        {
            return value < 0.0 ? -value : value;
        }

        /// <summary>Whether others can know where this rover is; alone it need not be heard.</summary>
        private bool IsHeard()
        {
            return Table.Count == 0 || UnheardPeriods <= _options.SilencePeriods;
        }

        private void Count(bool intervened)
        {
            Intervened = intervened;
            Interventions += intervened ? 1u : 0u;
        }
    }
}
