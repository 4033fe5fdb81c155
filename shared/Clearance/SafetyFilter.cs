using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Clearance
{
    /// <summary>
    /// The smallest change of a wanted motion that keeps clear of others, of what stands and of walls, and from which braking to stand is
    /// always possible. Two steps: the wanted velocity of P is projected onto what the planes allow (<see cref="PlaneProgram"/>), which
    /// finds the way around; then wheels are chosen for it, and their speed is cut until the whole arc that the axle's middle drives until
    /// it stands keeps every plane (<see cref="Allowed"/>). Only the second step keeps apart; the rover may always turn on the spot, for
    /// its disc holds the body at every heading. Allocates nothing.
    /// </summary>
    public sealed class SafetyFilter
    {
        /// <summary>A change below this is none, m/s.</summary>
        private const double LeastChangeMS = 1e-3;

        private readonly ClearanceOptions _options;
        private readonly ClearancePlanes _planes;
        private readonly PlaneProgram _program;
        private readonly double _responseS;
        private double _headX = 1.0;
        private double _headY;
        private double _speedMS;
        private double _yawRateRadS;
        private double _limitMS;
        private double _fromSin;
        private double _fromCos;
        private double _toSin;
        private double _toCos;
        private double _spanRad;

        /// <param name="planes">Of the present tick; its owner fills it.</param>
        /// <param name="capacity">Most planes.</param>
        public SafetyFilter(ClearanceOptions options, ClearancePlanes planes, int capacity)
        {
            _options = options;
            _planes = planes;
            _program = new PlaneProgram(capacity);
            _responseS = options.PeriodS + options.LagS;
            _limitMS = options.SpeedMS;
        }

        /// <summary>Velocity of P that the wheels' command gives, m/s.</summary>
        public double Vx { get; private set; }

        public double Vy { get; private set; }

        /// <summary>For the wheels: speed of the axle's middle.</summary>
        public double SpeedMS { get; private set; }

        /// <summary>For the wheels.</summary>
        public double YawRateRadS { get; private set; }

        /// <summary>Whether the last command differs from what was wanted.</summary>
        public bool Intervened { get; private set; }

        /// <summary>How the rover moves as the tick begins.</summary>
        /// <param name="limitMS">Largest speed of the axle's middle in this period.</param>
        public void SetOwn(double headingRad, double speedMS, double yawRateRadS, double limitMS)
        {
            Trigonometry.SinCos(headingRad, out _headY, out _headX);
            _speedMS = speedMS;
            _yawRateRadS = yawRateRadS;
            _limitMS = limitMS;
        }

        /// <summary>Whether these wheels keep every plane as they are.</summary>
        public bool IsClear(double speedMS, double yawRateRadS)
        {
            double change = speedMS - Allowed(speedMS, yawRateRadS);
            return change < LeastChangeMS && change > -LeastChangeMS && CanBrake(yawRateRadS);
        }

        /// <summary>Takes wheels as they are wanted.</summary>
        public void Pass(double speedMS, double yawRateRadS)
        {
            Set(speedMS, yawRateRadS);
            Intervened = false;
        }

        /// <summary>Commands nothing but standing still; false so that a caller can return it.</summary>
        public bool Brake()
        {
            Set(0.0, 0.0);
            Intervened = true;
            return false;
        }

        /// <summary>Chooses wheels for a wanted velocity of P. False, and standing: it is not finite.</summary>
        public bool TryFilter(double wantedVx, double wantedVy)
        {
            // The sum of numbers that are not finite, less itself, is no zero.
            double sum = wantedVx + wantedVy;
            if (!(sum - sum == 0.0))
            {
                return Brake();
            }

            double wx = wantedVx;
            double wy = wantedVy;
            KeepRight(ref wx, ref wy);
            Load(true);
            if (!_program.Project(wx, wy, _options.SpeedMS))
            {
                // Too near to several: it stands rather than leave one for another.
                Load(false);
                _program.Project(wx, wy, _options.SpeedMS);
            }

            double guidedX = _program.X;
            double guidedY = _program.Y;
            bool isGuided = Differs(guidedX - wantedVx, guidedY - wantedVy);
            bool isCut = Steer(guidedX, guidedY);
            Intervened = isGuided || isCut;
            return true;
        }

        private void Load(bool retreats)
        {
            _program.Clear();
            for (int i = 0; i < _planes.Count; i++)
            {
                double retreat = _planes.RetreatMS(i);
                double most = retreats && retreat < 0.0 ? retreat : _planes.LargestMS(_planes.RoomM(i), _responseS);
                _program.TryAdd(_planes.Nx(i), _planes.Ny(i), most);
            }
        }

        /// <summary>What blocks most is passed on its left: the rover goes to its own right. Two that meet head-on do the same.</summary>
        private void KeepRight(ref double wx, ref double wy)
        {
            double size = Math.Sqrt((wx * wx) + (wy * wy));
            double worst = 0.0;
            double share = 0.0;
            int tightest = -1;
            for (int i = 0; i < _planes.Count; i++)
            {
                double toward = (_planes.Nx(i) * wx) + (_planes.Ny(i) * wy);
                double over = toward - _planes.LargestMS(_planes.RoomM(i), _responseS);
                if (toward > 1e-9 && over > worst)
                {
                    worst = over;
                    tightest = i;
                    share = over / toward;
                }
            }

            if (tightest >= 0)
            {
                share = share > 1.0 ? 1.0 : share;
                wx += share * size * _planes.Ny(tightest);
                wy -= share * size * _planes.Nx(tightest);
            }
        }

        /// <summary>Wheels for a velocity of P, predicted half a period and half a lag ahead: with the heading of now, a sampled law swings
        /// where the way of a period is twice the look-ahead. Of the whole turn, half of it, the present one and none, the one that keeps
        /// most of what is wanted. True where something had to be cut.</summary>
        private bool Steer(double wx, double wy)
        {
            double along = (_headX * wx) + (_headY * wy);
            double across = (_headX * wy) - (_headY * wx);
            double halfS = 0.5 * _responseS;
            double yaw = across / (_options.LookAheadM + (along > 0.0 ? along * halfS : 0.0));
            double limit = _options.YawRateRadS;
            yaw = yaw > limit ? limit : yaw < -limit ? -limit : yaw;
            double turn = yaw * halfS;
            double speed = (along * (1.0 - (0.5 * turn * turn))) + (across * turn);
            // Who is to back away does not swing forward for the sake of its turn.
            speed = along < 0.0 && speed > along ? along : speed;
            double least = 1e30;
            double bestSpeed = 0.0;
            double bestYaw = 0.0;
            for (int k = 0; k < 4; k++)
            {
                double rate = k == 0 ? yaw : k == 1 ? 0.5 * yaw : k == 2 ? _yawRateRadS : 0.0;
                if (!CanBrake(rate))
                {
                    continue;
                }

                double allowed = Allowed(speed, rate);
                double lost = speed - allowed;
                double lostTurn = (yaw - rate) * _options.LookAheadM;
                double loss = (lost * lost) + (lostTurn * lostTurn);
                if (loss < least)
                {
                    least = loss;
                    bestSpeed = allowed;
                    bestYaw = rate;
                }
            }

            Set(bestSpeed, bestYaw);
            return least > LeastChangeMS * LeastChangeMS;
        }

        /// <summary>
        /// The speed nearest to a wanted one from which every plane is kept at this yaw rate until the rover stands. Along n its way counts
        /// by the largest cosine between n and the headings that it passes. A rover that is faster now than it may be brakes from what it
        /// has.
        /// <para>
        /// Wheels that change by p together and by q against each other, each at A, go (p² + q²) / 2 A too far, or p q / A where q is above
        /// p: who turns while it brakes brakes with one wheel. That is what drove rammed rovers 6 cm into walls.
        /// </para>
        /// </summary>
        private double Allowed(double speedMS, double yawRateRadS)
        {
            if (speedMS == 0.0)
            {
                return 0.0;
            }

            double sign = speedMS < 0.0 ? -1.0 : 1.0;
            double most = speedMS * sign;
            most = most > _limitMS ? _limitMS : most;
            double yaw = yawRateRadS < 0.0 ? -yawRateRadS : yawRateRadS;
            SetSpan(most, yaw, yawRateRadS);
            double a = _options.WheelAccelerationMS2;
            double turning = 0.5 * yaw * _options.TrackM;
            double moving = _speedMS * sign;
            for (int i = 0; i < _planes.Count; i++)
            {
                double toward = Toward(i, sign);
                if (toward <= 0.0)
                {
                    continue;
                }

                double room = toward > 1e-3 ? _planes.RoomM(i) / toward : 1e3 * _planes.RoomM(i);
                double largest = _planes.LargestMS(room, _responseS + (0.5 * turning / a));
                if (largest < turning)
                {
                    double braking = room / (_responseS + (turning / a));
                    largest = braking < largest ? braking : largest;
                }

                if (largest < moving)
                {
                    double left = room - (moving * _options.LagS) - LateM(moving, yawRateRadS);
                    double braked = left > 0.0 ? left / _options.PeriodS : 0.0;
                    largest = braked < largest ? braked : largest;
                }

                most = largest < most ? largest : most;
            }

            return sign * most;
        }

        /// <summary>Whether the rover, as fast as it is, still comes to stand in time if it also turns so.</summary>
        private bool CanBrake(double yawRateRadS)
        {
            double moving = _speedMS < 0.0 ? -_speedMS : _speedMS;
            if (moving < LeastChangeMS)
            {
                return true;
            }

            SetSpan(moving, yawRateRadS < 0.0 ? -yawRateRadS : yawRateRadS, yawRateRadS);
            double way = (moving * _options.LagS) + LateM(moving, yawRateRadS);
            double sign = _speedMS < 0.0 ? -1.0 : 1.0;
            for (int i = 0; i < _planes.Count; i++)
            {
                if (way * Toward(i, sign) > _planes.RoomM(i))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>How far the rover goes while its wheels change from what they do to standing, at this yaw rate, m.</summary>
        private double LateM(double moving, double yawRateRadS)
        {
            double swing = 0.5 * (yawRateRadS - _yawRateRadS) * _options.TrackM;
            swing = swing < 0.0 ? -swing : swing;
            double a = _options.WheelAccelerationMS2;
            return swing < moving ? ((moving * moving) + (swing * swing)) / (2.0 * a) : moving * swing / a;
        }

        /// <summary>The headings that are passed until the rover stands, from the one of now.</summary>
        private void SetSpan(double mostMS, double yaw, double yawRateRadS)
        {
            double brakeS = (mostMS + (0.5 * yaw * _options.TrackM)) / _options.WheelAccelerationMS2;
            double yawNow = _yawRateRadS < 0.0 ? -_yawRateRadS : _yawRateRadS;
            double late = _yawRateRadS * (_options.LagS + (0.25 * yawNow * _options.TrackM / _options.WheelAccelerationMS2));
            double end = late + (yawRateRadS * (_responseS + brakeS));
            double from = late < end ? late : end;
            double to = late > end ? late : end;
            from = from > 0.0 ? 0.0 : from;
            to = to < 0.0 ? 0.0 : to;
            Trigonometry.SinCos(from, out _fromSin, out _fromCos);
            Trigonometry.SinCos(to, out _toSin, out _toCos);
            _spanRad = to - from;
        }

        /// <summary>The largest cosine between a heading that is passed and a direction in which the other may be.</summary>
        private double Toward(int plane, double sign)
        {
            if (_spanRad > 3.1)
            {
                return 1.0;
            }

            double nx = _planes.Nx(plane);
            double ny = _planes.Ny(plane);
            double along = sign * ((_headX * nx) + (_headY * ny));
            double across = sign * ((_headX * ny) - (_headY * nx));
            double firstAlong = (along * _fromCos) + (across * _fromSin);
            double firstAcross = (across * _fromCos) - (along * _fromSin);
            double lastAlong = (along * _toCos) + (across * _toSin);
            double lastAcross = (across * _toCos) - (along * _toSin);
            if (firstAcross >= 0.0 && lastAcross <= 0.0 && (firstAlong > 0.0 || lastAlong > 0.0))
            {
                return 1.0;
            }

            // Whoever overlaps already may leave straight away from where the other was last.
            bool retreats = _planes.RetreatMS(plane) < 0.0;
            double sin = retreats ? 0.0 : _planes.UnsureSin(plane);
            double cos = retreats ? 1.0 : _planes.UnsureCos(plane);
            double first = Widened(firstAlong, firstAcross, sin, cos);
            double last = Widened(lastAlong, lastAcross, sin, cos);
            return first > last ? first : last;
        }

        /// <summary>Cosine of an angle that is made smaller by another, down to zero.</summary>
        private static double Widened(double along, double across, double sin, double cos)
        {
            double size = across < 0.0 ? -across : across;
            return along >= cos ? 1.0 : (along * cos) + (size * sin);
        }

        private void Set(double speedMS, double yawRateRadS)
        {
            SpeedMS = speedMS;
            YawRateRadS = yawRateRadS;
            double side = yawRateRadS * _options.LookAheadM;
            Vx = (speedMS * _headX) - (side * _headY);
            Vy = (speedMS * _headY) + (side * _headX);
        }

        private static bool Differs(double x, double y)
        {
            return (x * x) + (y * y) > LeastChangeMS * LeastChangeMS;
        }
    }
}
