using MultiAgentEdge.Clearance;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// Stands between the controller and a body in the plane (state x, y, heading, speed, battery, time; input yaw rate, acceleration):
    /// listens to the
    /// others' motion frames, and changes an input that would run into one of them. Does nothing for other bodies, and nothing where the
    /// rover has no
    /// radius. Allocates when a controller is taken, and a name when a rover is new.
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

        /// <summary>Of a position, m, at least.</summary>
        private const double CountedSigmaM = 0.01;

        private readonly RoverOptions _options;
        private readonly RoverTopics _topics;
        private readonly MotionTable _table;
        private readonly MotionFrame _own = new MotionFrame();
        private readonly double _rank;
        private RoverClearance _clearance;
        private IPlanarController _planar;
        private double _periodS;
        private uint _interventionsBefore;

        public MotionGuard(RoverOptions options, RoverTopics topics)
        {
            _options = options;
            _topics = topics;
            _table = new MotionTable(options.BodyRadiusM > 0.0 ? options.NeighbourCapacity : 0);
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

        /// <summary>A controller was taken, or none.</summary>
        /// <param name="actShare">Of the period, after which it acts at the latest.</param>
        public void Take(IController controller, IBody body, long periodUs, double actShare)
        {
            _interventionsBefore = Interventions;
            _clearance = null;
            _planar = controller as IPlanarController;
            bool isPlanar = controller != null && _table.Capacity > 0 && body.StateCount == PlanarStates
                && controller.InputCount == PlanarInputs && body is IPlacedBody;
            if (!isPlanar)
            {
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
            limits.YawRateRadS = controller.InputUpper[0];
            if (_planar != null)
            {
                limits.SpeedMS = _planar.LargestSpeedMS;
            }

            _clearance = new RoverClearance(limits, _table, 0);
        }

        /// <summary>Takes a motion frame, of another rover or the own one that came back. False: damaged, or not from where it
        /// says.</summary>
        public bool TryTake(LinkMessage message, FrameHeader header, uint tick)
        {
            string topic = message.Topic;
            if (message.IsRetained || topic == null || !topic.StartsWith(_topics.FleetPrefix) || !topic.EndsWith(RoverTopics.MotionLeaf)
                || topic.IndexOf('/', _topics.FleetPrefix.Length) != topic.Length - RoverTopics.MotionLeaf.Length)
            {
                return false;
            }

            if (topic != _topics.Motion)
            {
                int length = header.PayloadLength;
                return _table.TryTake(topic, header.Epoch, header.Sequence, message.Payload, FrameCodec.HeaderBytes, length, tick);
            }

            bool isRead = _own.TryRead(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength);
            if (isRead && _clearance != null && header.Epoch == _options.BootCount)
            {
                _clearance.HearOwn(_own.Tick);
            }

            return isRead;
        }

        /// <summary>A control period begins with this plausible state.</summary>
        /// <param name="yawRateRadS">As commanded last.</param>
        /// <param name="sigmaM">Standard deviation of the position; 0 where nobody knows it.</param>
        public void Begin(uint tick, double[] state, double yawRateRadS, double sigmaM)
        {
            if (_clearance != null)
            {
                double sigma = sigmaM > CountedSigmaM ? sigmaM : CountedSigmaM;
                _clearance.Begin(tick, state[0], state[1], state[2], state[3], yawRateRadS, sigma);
            }
        }

        /// <summary>Was put down somewhere else.</summary>
        public void Replace()
        {
            if (_clearance != null)
            {
                _clearance.Replace();
            }
        }

        /// <summary>What this rover says in the period.</summary>
        public void Fill(MotionFrame frame, bool isDriving)
        {
            _clearance.Fill(frame, isDriving);
        }

        /// <summary>Changes an input so that the rover runs into nobody. True where it was changed.</summary>
        public bool Filter(double[] state, double[] input)
        {
            if (_clearance == null)
            {
                return false;
            }

            double rank = _planar == null ? _rank : _rank + _planar.Priority;
            _clearance.TryStepWheels(state[3] + (input[1] * _periodS), input[0], rank);
            if (!_clearance.Intervened)
            {
                return false;
            }

            input[0] = _clearance.YawRateRadS;
            input[1] = (_clearance.SpeedMS - state[3]) / _periodS;
            return true;
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
