using MultiAgentEdge.Clearance;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// Stands between the controller and a body in the plane: listens to the others' motion frames, and changes an input that would run
    /// into one of them. The body is a pair of wheels (state x, y, heading, speed, battery, time; input yaw rate, acceleration) or the
    /// point before their axle (<see cref="IPointBody"/>). Does nothing for other bodies, and nothing where the rover has no radius.
    /// Allocates when a controller is taken, and a name when a rover is new.
    /// </summary>
    public sealed class MotionGuard
    {
        private const int PlanarStates = 6;
        private const int PlanarInputs = 2;

        /// <summary>Time constant of the wheels' loops, s. An acceleration is a ramp over the period besides: half of that comes
        /// later.</summary>
        private const double WheelLagS = 0.12;

        /// <summary>Age up to which each rover answers for its own way, s, and the periods that this is at least and at most.</summary>
        private const double AnsweredS = 0.6;
        private const int LeastAgePeriods = 3;
        private const int MostAgePeriods = 6;

        /// <summary>Others that are kept in sight where the rover's sizes leave room for none: those of a mission that does not look at
        /// them.</summary>
        private const int FewestOthers = 8;

        /// <summary>Of a position, m, at least.</summary>
        private const double CountedSigmaM = 0.01;

        private readonly RoverOptions _options;
        private readonly RoverTopics _topics;
        private MotionTable _table;
        private MotionFrame _own;
        private readonly double _rank;
        private readonly double[] _wish = new double[PlanarInputs];
        private RoverClearance _clearance;
        private IPlanarController _planar;

        /// <summary>Null for a pair of wheels.</summary>
        private IPointBody _point;
        private long _listensFromUs;
        private double _headingRad;
        private double _speedMS;
        private double _yawRateRadS;
        private double _periodS;
        private uint _interventionsBefore;

        public MotionGuard(RoverOptions options, RoverTopics topics)
        {
            _options = options;
            _topics = topics;
            _rank = RankOf(options.Name);
        }

        /// <summary>Whether the present controller drives a body in the plane.</summary>
        public bool IsActive
        {
            get { return _clearance != null; }
        }

        /// <summary>Periods since boot in which the rover drove otherwise than its mission wanted.</summary>
        public uint Interventions
        {
            get { return _clearance == null ? _interventionsBefore : _interventionsBefore + _clearance.Interventions; }
        }

        /// <summary>Whether this rover has heard its own frame of this period, and what another said at a time, if it listened by
        /// then.</summary>
        public bool HasHeard(string rover, uint tick, long saidUs)
        {
            return _clearance == null || (_clearance.HasHeardOwn && (saidUs - _listensFromUs <= 0
                || _table.HasHeard(_topics.FleetPrefix + rover + RoverTopics.MotionLeaf, tick)));
        }

        /// <summary>A controller was taken, or none.</summary>
        /// <param name="actShare">Of the period, after which it acts at the latest.</param>
        /// <param name="floor">What stands in the plane; null: nothing.</param>
        /// <param name="nowUs">From now on it listens.</param>
        public void Take(IController controller, IBody body, long periodUs, double actShare, FloorMap floor, long nowUs)
        {
            _planar = controller as IPlanarController;
            IPointBody point = body as IPointBody;
            _point = point != null && point.LookAheadM > 0.0 ? point : null;
            bool isPlanar = controller != null && _options.BodyRadiusM > 0.0 && (body.StateCount == PlanarStates || _point != null)
                && controller.InputCount == PlanarInputs && body is IPlacedBody
                && (_planar == null || _planar.LargestSpeedMS > 0.0);
            if (!isPlanar)
            {
                Forget();
                return;
            }

            _periodS = periodUs * 1e-6;
            ClearanceOptions limits = new ClearanceOptions();
            int age = (int)(AnsweredS / _periodS);
            limits.AgePeriods = age < LeastAgePeriods ? LeastAgePeriods : age > MostAgePeriods ? MostAgePeriods : age;
            limits.SilencePeriods = limits.AgePeriods + 4;
            limits.PeriodS = _periodS;
            limits.RadiusM = _options.BodyRadiusM;
            limits.LagS = WheelLagS + ((0.5 + (0.5 * actShare)) * _periodS);
            if (_point == null)
            {
                limits.YawRateRadS = controller.InputUpper[0];
            }
            else
            {
                limits.LookAheadM = _point.LookAheadM;
            }

            if (_planar != null)
            {
                limits.SpeedMS = _planar.LargestSpeedMS;
                limits.GainMS2 = _planar.LargestGainMS2 > 0.0 ? _planar.LargestGainMS2 : ClearanceOptions.Unbounded;
            }

            if (_table == null)
            {
                _own = new MotionFrame();
                _table = new MotionTable(Others);
            }

            _listensFromUs = _clearance == null ? nowUs : _listensFromUs;
            if (_clearance == null || !_clearance.IsFor(limits))
            {
                Forget();
                _clearance = new RoverClearance(limits, _table, floor == null ? 0 : floor.Count);
            }

            // Else a set was changed on the way: what the rover promised, and where it came from, holds on.
            _clearance.SetObstacles(floor == null ? null : floor.Obstacles, floor == null ? null : floor.Walls);
        }

        private int Others
        {
            get { return _options.NeighbourCapacity > 0 ? _options.NeighbourCapacity : FewestOthers; }
        }

        /// <summary>Bytes of a board's heap that it takes when a controller of the plane comes; 0 where it has them, or has no
        /// radius.</summary>
        public int Need(FloorMap floor)
        {
            return IsActive || !(_options.BodyRadiusM > 0.0) ? 0 : HeapNeed.OfGuard(Others, floor.Count);
        }

        /// <summary>The controller is away for a moment; what was promised holds on.</summary>
        public void Lend()
        {
            _planar = null;
        }

        /// <summary>It is back.</summary>
        public void TakeBack(IController controller)
        {
            _planar = controller as IPlanarController;
        }

        private void Forget()
        {
            _interventionsBefore = Interventions;
            _clearance = null;
        }

        /// <summary>Takes a motion frame, of another rover or the own one that came back. False: damaged, or not from where it
        /// says.</summary>
        public bool TryTake(LinkMessage message, FrameHeader header, uint tick, long nowUs)
        {
            string topic = message.Topic;
            if (message.IsRetained || topic == null || !topic.StartsWith(_topics.FleetPrefix) || !topic.EndsWith(RoverTopics.MotionLeaf)
                || topic.IndexOf('/', _topics.FleetPrefix.Length) != topic.Length - RoverTopics.MotionLeaf.Length)
            {
                return false;
            }

            if (topic != _topics.Motion && (_clearance == null || nowUs == _listensFromUs))
            {
                // Whether it hears what was said in the very instant in which it asked to hear depends on which was faster.
                return true;
            }

            if (topic != _topics.Motion)
            {
                int length = header.PayloadLength;
                return _table.TryTake(topic, header.Epoch, header.Sequence, message.Payload, FrameCodec.HeaderBytes, length, tick);
            }

            bool isRead = _own != null && _own.TryRead(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength);
            if (isRead && _clearance != null && header.Epoch == _options.BootCount)
            {
                _clearance.HearOwn(_own.Tick);
            }

            return isRead;
        }

        /// <summary>Whether it needs to know whom the broker loses: where rovers are fast, one that is silent may be far by the time at
        /// which nothing of it can be on its way any more.</summary>
        public bool FollowsLosses
        {
            get { return _clearance != null && _planar != null && _planar.LargestGainMS2 > 0.0; }
        }

        /// <summary>Takes another rover's state: its last will says that it is lost. False: not from where it says.</summary>
        public bool TryHearState(LinkMessage message)
        {
            string topic = message.Topic;
            int leaf = RoverTopics.StateLeaf.Length;
            if (!topic.StartsWith(_topics.FleetPrefix) || !topic.EndsWith(RoverTopics.StateLeaf)
                || topic.IndexOf('/', _topics.FleetPrefix.Length) != topic.Length - leaf || message.Length <= FrameCodec.HeaderBytes)
            {
                return false;
            }

            if (!message.IsRetained && message.Payload[FrameCodec.HeaderBytes] == (byte)RoverMode.Lost)
            {
                _table.HearLost(topic.Substring(0, topic.Length - leaf) + RoverTopics.MotionLeaf);
            }

            return true;
        }

        /// <summary>A control period begins with this plausible state.</summary>
        /// <param name="applied">The input of the period before.</param>
        /// <param name="sigmaM">Standard deviation of the position; 0 where nobody knows it.</param>
        public void Begin(uint tick, double[] state, double[] applied, double sigmaM)
        {
            if (_clearance == null)
            {
                return;
            }

            double sigma = sigmaM > CountedSigmaM ? sigmaM : CountedSigmaM;
            double x = state[0];
            double y = state[1];
            if (_point == null)
            {
                _headingRad = state[2];
                _speedMS = state[3];
                _yawRateRadS = applied[0];
            }
            else
            {
                double sin;
                double cos;
                _headingRad = state[4];
                Trigonometry.SinCos(_headingRad, out sin, out cos);
                x -= _point.LookAheadM * cos;
                y -= _point.LookAheadM * sin;
                _speedMS = OfWheels(state[2], state[3], _headingRad, out _yawRateRadS);
            }

            _clearance.Begin(tick, x, y, _headingRad, _speedMS, _yawRateRadS, sigma);
        }

        /// <summary>Was put down somewhere else.</summary>
        public void Replace()
        {
            if (_clearance != null)
            {
                _clearance.Replace();
            }
        }

        /// <summary>What this rover says in the period; to be written at once.</summary>
        public MotionFrame Fill(bool isDriving)
        {
            _clearance.Fill(_own, isDriving);
            return _own;
        }

        /// <summary>Changes an input so that the rover runs into nobody. True where it was changed.</summary>
        public bool Filter(double[] state, double[] input)
        {
            if (_clearance == null)
            {
                return false;
            }

            double rank = _planar == null ? _rank : _rank + _planar.Priority;
            if (_point != null)
            {
                return FilterPoint(state, input, rank);
            }

            bool wishes = _planar != null && _planar.TryWish(_wish);
            if (wishes)
            {
                _clearance.TryStep(_wish[0], _wish[1], rank);
            }
            else
            {
                _clearance.TryStepWheels(state[3] + (input[1] * _periodS), input[0], rank);
            }

            if (!wishes && !_clearance.Intervened)
            {
                return false;
            }

            input[0] = _clearance.YawRateRadS;
            input[1] = (Reachable(_clearance.SpeedMS, state[3]) - state[3]) / _periodS;
            if (_planar != null && _clearance.Intervened)
            {
                _planar.Divert();
            }

            return _clearance.Intervened;
        }

        /// <summary>The way around that the filter finds is no reason to get faster than others were told.</summary>
        private double Reachable(double speedMS, double beforeMS)
        {
            if (_planar == null || _planar.LargestGainMS2 <= 0.0)
            {
                return speedMS;
            }

            double most = (beforeMS < 0.0 ? -beforeMS : beforeMS) + (_planar.LargestGainMS2 * _periodS);
            return speedMS > most ? most : speedMS < -most ? -most : speedMS;
        }

        /// <summary>A velocity of P is wheels at one heading only, so it is seen at the one that the period ends with.</summary>
        private bool FilterPoint(double[] state, double[] input, double rank)
        {
            double vx = state[2] + (input[0] * _periodS);
            double vy = state[3] + (input[1] * _periodS);
            double yawRate;
            OfWheels(vx, vy, _headingRad, out yawRate);
            double speed = OfWheels(vx, vy, _headingRad + (0.5 * (_yawRateRadS + yawRate) * _periodS), out yawRate);
            _clearance.TryStepWheels(speed, yawRate, rank);
            if (!_clearance.Intervened)
            {
                return false;
            }

            double sin;
            double cos;
            speed = _clearance.SpeedMS;
            double across = _clearance.YawRateRadS * _point.LookAheadM;
            Trigonometry.SinCos(_headingRad + (0.5 * (_yawRateRadS + _clearance.YawRateRadS) * _periodS), out sin, out cos);
            input[0] = ((speed * cos) - (across * sin) - state[2]) / _periodS;
            input[1] = ((speed * sin) + (across * cos) - state[3]) / _periodS;
            return true;
        }

        /// <summary>Speed and yaw rate of wheels under which P has this velocity.</summary>
        private double OfWheels(double vx, double vy, double headingRad, out double yawRateRadS)
        {
            double sin;
            double cos;
            Trigonometry.SinCos(headingRad, out sin, out cos);
            yawRateRadS = ((vy * cos) - (vx * sin)) / _point.LookAheadM;
            return (vx * cos) + (vy * sin);
        }

        /// <summary>Nothing is driven in this period.</summary>
        public void Rest()
        {
            if (_clearance != null)
            {
                _clearance.Rest();
            }
        }

        /// <summary>A fraction that differs from name to name, as far as names of a fleet do.</summary>
        private static double RankOf(string name)
        {
            int hash = 17;
            for (int i = 0; i < name.Length; i++)
            {
                hash = ((hash * 31) + name[i]) & 0xFFFF;
            }

            return hash / 65536.0;
        }
    }
}
