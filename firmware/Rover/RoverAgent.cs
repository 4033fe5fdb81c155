using System;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// One rover: a fixed-period loop of sense, negotiate, solve, supervise, act. It owns no thread and never waits: an entry point calls
    /// <see cref="Poll"/> often, or at <see cref="NextWakeUs"/> and whenever a message has come. Nothing is allocated in the control path;
    /// a controller is built when its parameter set is staged.
    /// </summary>
    public sealed partial class RoverAgent
    {
        /// <summary>Most messages taken in one poll: a flood must not keep the loop from its period.</summary>
        private const int MessagesPerPoll = 32;

        /// <summary>Position, heading and speed come first in every body's state; what a mission counts besides (battery used, time) comes
        /// after them.</summary>
        private const int MotionStates = 4;

        private readonly RoverOptions _options;
        private readonly RoverHardware _hardware;
        private readonly RoverTopics _topics;
        private readonly LinkKeeper _keeper;
        private readonly RoverPublisher _publisher;
        private readonly ParameterReceiver _receiver;
        private readonly NeighbourTable _neighbours;
        private readonly NameWatch _name;
        private readonly MotionGuard _guard;
        private readonly SessionTag _tag;
        private SensorCheck _sensorCheck;
        private readonly SupervisorInput _facts = new SupervisorInput();

        // Silence is counted where a period begins, with the one that begins: the stop at 40 comes as 39 are exceeded.
        private readonly SupervisorLimits _limits = new SupervisorLimits { StopAfterPeriods = 39 };
        private readonly FaultCounter _sensorFaults = new FaultCounter();
        private readonly FaultCounter _solverFaults = new FaultCounter();
        private readonly FaultCounter _deadlineFaults = new FaultCounter();
        private readonly FaultCounter _actuatorFaults = new FaultCounter();
        private readonly FaultCounter _batteryLow = new FaultCounter();
        private readonly FaultCounter _batteryCritical = new FaultCounter();
        private readonly double[] _predicted;
        private readonly double[] _later;
        private INeighbourController _observer;
        private CommandLimiter _limiter;
        private bool _negotiating;
        private bool _isCommandedToMove;
        private bool _solved;
        private bool _late;
        private bool _hasPrice;
        private bool _isAlone;
        private bool _hasJoined;
        private long _changedUs;
        private bool _brakes;
        private bool _isWaking;
        private long _wokeUs;
        private uint _sensorFlags;
        private int _round;
        private long _periodStartUs;
        private long _patienceUs;
        private long _nextPeriodUs;
        private long _latenessUs;
        private uint _startTick;
        private bool _startPending;
        private long _lastPollUs;
        private int _linkDropped;
        private long _motionUs;

        public RoverAgent(RoverOptions options, RoverHardware hardware)
        {
            _options = options;
            _hardware = hardware;
            RoverTopics topics = new RoverTopics(options.Fleet, options.Name);
            int said = RoverPublisher.BufferBytes(options);
            int heard = options.MessageBufferBytes;
            _message = new LinkMessage(said > heard ? said : heard);
            // One buffer for what is heard and what is said: whoever takes a message has read it before it answers.
            JsonWriter json = new JsonWriter(_message.Payload);
            _publisher = new RoverPublisher(options, hardware, topics, json);
            byte[] will = _publisher.Will();
            string clientId = ClientName.Of(options.Fleet, options.Name, options.BrokerPassword);
            _keeper = new LinkKeeper(hardware.Link, topics, clientId, will, will.Length, options.Seed);
            if (hardware.Pose != null)
            {
                _pose = new PoseFrame();
                _keeper.FollowPoses();
            }

            _name = new NameWatch(options);
            _receiver = new ParameterReceiver(options, hardware, topics, json);
            _topics = topics;
            _neighbours = options.NeighbourCapacity > 0 ? new NeighbourTable(options, topics) : null;
            _guard = new MotionGuard(options, topics);
            _tag = options.ParameterKey == null ? null : new SessionTag(options.ParameterKey, options.Fleet, options.Name);
            _sensorCheck = NewSensorCheck();
            // Only who can drive in the plane follows a path.
            _dual = new DualFrame(options.CouplingCapacity, options.InputCapacity, options.InputCapacity > 1 ? DualFrame.PaceCount : 0);
            State = new double[options.StateCapacity];
            Applied = new double[options.InputCapacity];
            _predicted = new double[options.StateCapacity];
            _later = new double[options.StateCapacity];
            PeriodUs = options.PeriodUs;
            _nextPeriodUs = hardware.Clock.NowUs;
            _lastPollUs = _nextPeriodUs;
            Mode = RoverMode.Disarmed;
            _receiver.LoadStored();
            _receiver.Owner = this;
            TakeController();
        }

        public RoverMode Mode { get; private set; }

        public SafetyAction Action { get; private set; }

        public uint Tick { get; private set; }

        /// <summary>Bits of <see cref="FaultFlags"/> that held in the last period.</summary>
        public uint Faults { get; private set; }

        /// <summary>Periods that began so late that their act deadline had passed, or that acted only after they had ended.</summary>
        public uint MissedDeadlines
        {
            get { return _deadlineFaults.Total; }
        }

        /// <summary>Negotiation rounds that did not complete by the act deadline; in a mission that looks at the others, periods in which
        /// one of them was missed.</summary>
        public uint RoundsMissed { get; private set; }

        /// <summary>Periods since boot in which the rover drove otherwise than its mission wanted, to keep clear of others.</summary>
        public uint Interventions
        {
            get { return _guard.Interventions; }
        }

        /// <summary>Periods since boot whose solve ended without a solution.</summary>
        public uint SolverFailures
        {
            get { return _solverFaults.Total; }
        }

        /// <summary>Frames refused since boot: truncated, damaged, unknown, too long.</summary>
        public uint FramesRefused
        {
            get { return _publisher.FramesRefused; }
        }

        /// <summary>Control period in which this rover last said how it moves; 0: never.</summary>
        public uint MotionTick { get; private set; }

        /// <summary>Whether it has heard how another moved in that one's last period, and itself; for whoever lets no time pass before
        /// that. True where it listens to nobody.</summary>
        public bool HasHeardMotionOf(RoverAgent other)
        {
            return MotionTick == 0 || other.MotionTick == 0 || _guard.HasHeard(other._options.Name, other.MotionTick, other._motionUs);
        }

        public uint ParameterVersion
        {
            get { return _receiver.ActiveVersion; }
        }

        public int Reconnects
        {
            get { return _keeper.Reconnects; }
        }

        /// <summary>Control period, microseconds.</summary>
        public long PeriodUs { get; private set; }

        /// <summary>Whether the controller plans at no price of this period or the one before: none came in time, or none may be
        /// trusted.</summary>
        public bool HasOldPrice
        {
            get { return !_hasPrice || _facts.PeriodsSinceHeard > 1; }
        }

        /// <summary>The last state that was sensed, plausible or not.</summary>
        public double[] State { get; private set; }

        /// <summary>Whether <see cref="State"/> was sensed in this period and is plausible. Only then does it leave the rover.</summary>
        public bool IsStatePlausible { get; private set; }

        /// <summary>The input applied in the last period, after supervisor and limiter; zero while stopped.</summary>
        public double[] Applied { get; private set; }

        /// <summary>The mission's control law; null until a parameter set is active.</summary>
        public IController Controller { get; private set; }

        public QpStatus Status { get; private set; }

        /// <summary>Other rovers in sight, in a mission that looks at them.</summary>
        public int NeighbourCount
        {
            get { return _observer == null ? 0 : _neighbours.Count; }
        }

        /// <summary>Other rovers that were heard in the present period.</summary>
        public int NeighboursInStep
        {
            get { return _neighbours == null ? 0 : _neighbours.InStep(Tick); }
        }

        /// <summary>The control period that the host named last; 0 before it has named one.</summary>
        public uint HostTick { get; private set; }

        /// <summary>When this rover last acted; an entry point's watchdog stops the motors when it grows old.</summary>
        public long LastActUs { get; private set; }

        /// <summary>True while the agent waits for the other rovers: their half of a negotiation round, or where they are.</summary>
        public bool IsNegotiating
        {
            get { return _negotiating; }
        }

        /// <summary>Negotiation rounds completed in the present period.</summary>
        public int Round
        {
            get { return _round; }
        }

        /// <summary>How often the host asked which rover this is; whoever has a light shows it.</summary>
        public int Identified { get; private set; }

        public bool IsDriving
        {
            get { return Mode == RoverMode.Running || Mode == RoverMode.Degraded; }
        }

        /// <summary>The next time at which <see cref="Poll"/> has something to do if no message comes.</summary>
        public long NextWakeUs
        {
            get { return _negotiating ? _periodStartUs + _patienceUs : _nextPeriodUs; }
        }

        /// <summary>Does what is due; never blocks, never throws: whatever goes wrong inside stops the rover. As much as may be is done
        /// from here and not from further down: the deepest calls are a board's heap.</summary>
        public void Poll()
        {
            try
            {
                long now = _hardware.Clock.NowUs;
                long back = _lastPollUs - now;
                _lastPollUs = now;
                if (back > 0)
                {
                    FollowClock(back);
                }

                if (!_isWaking && now - NextWakeUs >= PeriodUs)
                {
                    // Nobody polled for a whole period and more: what was sensed, planned and received before is of another time.
                    _isWaking = true;
                    _wokeUs = now;
                    _hasPrice = false;
                    Halt();
                }

                IEmergencyStop button = _hardware.EmergencyStop;
                bool pressed = button != null && button.IsPressed;
                _facts.EmergencyStopPressed = pressed;
                if (pressed && Mode != RoverMode.EmergencyStop)
                {
                    Supervise(RoverCommand.None);
                    _publisher.State(this, true);
                }

                if (_keeper.Poll(now))
                {
                    _name.Speak(now);
                    _publisher.Info(_receiver, _name.Instance);
                    _publisher.State(this, true);
                    _receiver.Report();
                    if (_hardware.Program != null)
                    {
                        _hardware.Program.Connected();
                    }

                    if (_hardware.Adoption != null)
                    {
                        _hardware.Adoption.Connected();
                    }
                }

                ILink link = _hardware.Link;
                int taken = 0;
                while (taken < MessagesPerPoll && link.TryReceive(_message))
                {
                    taken++;
                    Dispatch(now);
                    if (_hasDual)
                    {
                        _hasDual = false;
                        if (OnDual(now))
                        {
                            BeginPeriod(now, _dual.Tick);
                        }
                    }
                }

                // A queue that is longer than one poll takes is read to its end, or for a period.
                _isWaking = _isWaking && taken == MessagesPerPoll && now - _wokeUs < PeriodUs;

                int dropped = link.Dropped;
                if (dropped != _linkDropped)
                {
                    // What the link threw away, too long or too many, was refused as well.
                    _linkDropped = dropped;
                    _publisher.CountRefused();
                }

                _name.Poll(now);
                if (_receiver.IsComplete)
                {
                    _receiver.Settle(_receiver.Try());
                }

                _receiver.Poll(now);
                if (_hardware.Program != null)
                {
                    _hardware.Program.Poll(now);
                }

                SayTracked();
                if (now - NextWakeUs < 0)
                {
                    return;
                }

                if (_negotiating)
                {
                    GiveUpWaiting(now);
                }
                else
                {
                    BeginPeriod(now, Tick + 1);
                }
            }
            catch (Exception)
            {
                // An exception ends a board's thread silently.
                _facts.LoopException = true;
                _negotiating = false;
                _nextPeriodUs = _hardware.Clock.NowUs + PeriodUs;
                StopAfterException();
            }
        }

        /// <summary>Stops and says why. Body and link are tried apart: either may be what throws.</summary>
        private void StopAfterException()
        {
            try
            {
                Supervise(RoverCommand.None);
            }
            catch (Exception)
            {
                // The mode is a stopped one already; the body could not be told.
                _facts.LoopException = true;
            }

            try
            {
                _publisher.State(this, false);
            }
            catch (Exception)
            {
                _facts.LoopException = true;
            }
        }

        /// <summary>A clock that was set back takes its appointments with it. One that was set forward looks like a late loop, and is
        /// counted as one missed deadline. Times are compared by their difference, so that a wrap is no event.</summary>
        private void FollowClock(long backUs)
        {
            _nextPeriodUs -= backUs;
            _periodStartUs -= backUs;
            _plannedAtUs -= backUs;
            _changedUs -= backUs;
            _wokeUs -= backUs;
        }
    }
}
