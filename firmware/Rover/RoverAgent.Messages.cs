using MultiAgentEdge.Hardware;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What the agent does with what it hears.</summary>
    public sealed partial class RoverAgent
    {
        private readonly LinkMessage _message;
        private readonly FrameHeader _header = new FrameHeader();
        private readonly DualFrame _dual;
        private readonly CommandFrame _command = new CommandFrame();
        private readonly ReceiveWindow _dualWindow = new ReceiveWindow();
        private readonly ReceiveWindow _commandWindow = new ReceiveWindow();
        private long _plannedAtUs;
        private bool _hasDual; // one is in _dual that nobody has looked at

        private void Dispatch(long now)
        {
            if (_message.Topic == _topics.Info)
            {
                _name.Hear(_message.Payload, _message.Length, _message.IsRetained, now);
                return;
            }

            if (_hardware.Adoption != null && _hardware.Adoption.IsMine(_message.Topic))
            {
                if (!_hardware.Adoption.TryTake(_message, _name.Instance, !IsDriving && Mode != RoverMode.Armed))
                {
                    _publisher.CountRefused();
                }

                return;
            }

            bool taken = FrameCodec.TryOpen(_message.Payload, _message.Length, _header) == FrameStatus.Ok;
            if (taken && _hardware.Program != null && _hardware.Program.IsMine(_message.Topic))
            {
                taken = _hardware.Program.TryTake(_message, _header, !IsDriving && Mode != RoverMode.Armed);
                if (taken)
                {
                    // The next host numbers its words above this one's.
                    _publisher.HeardEpoch(_header.Epoch);
                }
            }
            else if (taken && _header.Kind == FrameKind.Motion)
            {
                taken = _guard.TryTake(_message, _header, Tick, now);
            }
            else if (taken && _message.Topic != null && (_header.Kind == FrameKind.State || !_message.Topic.StartsWith(_topics.OwnPrefix)))
            {
                // What stands on another rover's topic is news of that rover, never an order to this one.
                taken = _observer == null && _guard.FollowsLosses
                    ? _header.Kind == FrameKind.State && _guard.TryHearState(_message)
                    : _neighbours != null && _neighbours.TryTake(_message, _header, _observer, Tick);
                if (taken && _negotiating && _observer != null)
                {
                    TryObserve(now);
                }
            }
            else if (taken && _header.Kind == FrameKind.Dual)
            {
                taken = IsOrder(_topics.Dual) && IsFromHost()
                    && _dual.TryRead(_message.Payload, FrameCodec.HeaderBytes, _header.PayloadLength);
                _hasDual = taken;
            }
            else if (taken && _header.Kind == FrameKind.Pose)
            {
                taken = _hardware.Pose != null && IsOrder(_topics.Pose) && IsFromHost()
                    && _pose.TryRead(_message.Payload, FrameCodec.HeaderBytes, _header.PayloadLength);
                if (taken)
                {
                    OnPose(now);
                }
            }
            else if (taken && _header.Kind == FrameKind.Command)
            {
                taken = IsOrder(_topics.Command) && _command.TryRead(_message.Payload, FrameCodec.HeaderBytes, _header.PayloadLength);
                if (taken)
                {
                    taken = OnCommand(now);
                }
            }
            else if (taken)
            {
                taken = _receiver.TryTake(_message, _header, now);
                if (taken)
                {
                    _publisher.HeardEpoch(_header.Epoch);
                }
            }

            if (!taken)
            {
                _publisher.CountRefused();
            }
        }

        /// <summary>An order stands on its own topic and is said now: one that a broker kept is nobody's.</summary>
        private bool IsOrder(string topic)
        {
            return !_message.IsRetained && (_message.Topic == null || _message.Topic == topic);
        }

        /// <summary>With a key: whether its holder said this in this life of the rover. Without one everybody is believed.</summary>
        private bool IsFromHost()
        {
            if (_tag == null)
            {
                return true;
            }

            if (!_header.IsTagged || _name.Instance == 0)
            {
                return false;
            }

            if (!_tag.HasBegun)
            {
                _tag.Begin(_options.BootCount, _name.Instance);
            }

            return _tag.IsOver(_message.Payload, FrameCodec.HeaderBytes + _header.PayloadLength);
        }

        /// <returns>True where the fleet is ahead: its period is to begin.</returns>
        private bool OnDual(long now)
        {
            if (!_dualWindow.Accept(_header.Epoch, _header.Sequence))
            {
                return false;
            }

            _publisher.HeardEpoch(_header.Epoch);
            bool fits = Controller != null && _dual.PriceCount == Controller.CouplingCount;
            if (fits && !Controller.IsJustified(_dual.Price))
            {
                // Not cut to what it may be: whoever sends this is wrong about more than its size, and is not heard. Then silence counts.
                _publisher.CountRefused();
                return false;
            }

            HostTick = _dual.Tick;
            if (_isWaking)
            {
                return false;
            }

            // As old as what it says, not as its arrival.
            uint ahead = _dual.Tick - Tick;
            bool isAhead = ahead != 0 && ahead < 0x80000000u;
            uint age = isAhead ? 0 : Tick - _dual.Tick;
            if (age < (uint)_facts.PeriodsSinceHeard)
            {
                _facts.PeriodsSinceHeard = (int)age;
            }

            if (!(IsDriving || _negotiating) || !fits)
            {
                return false;
            }

            if (isAhead)
            {
                LeavePeriod(now);
                return true;
            }

            if (_observer != null || (_negotiating && age == 0 && _dual.Round < _round))
            {
                return false;
            }

            if (!_negotiating || age != 0)
            {
                // Too late to answer, not too old to go on with.
                if (age <= (uint)_limits.LocalAfterPeriods)
                {
                    TakePrice();
                }

                return false;
            }

            TakePrice();
            _round = _dual.Round + 1;
            KeepPhase(now);
            Solve();
            if (_round < Controller.RoundsPerPeriod && !_dual.IsLastOfPeriod)
            {
                _publisher.Plan(this, _round);
            }
            else
            {
                Explore();
                Act(now);
            }

            return false;
        }

        /// <summary>Adds what a learner wants tried to the input: at most half of the box, and only to an optimum. Limiter and supervisor
        /// come after it, and a rover that hears nobody tries nothing.</summary>
        private void Explore()
        {
            if (Status != QpStatus.Solved || _dual.ProbeCount != Controller.InputCount)
            {
                return;
            }

            for (int i = 0; i < Controller.InputCount; i++)
            {
                double probe = _dual.Probe[i];
                double lower = 0.5 * Controller.InputLower[i];
                double upper = 0.5 * Controller.InputUpper[i];
                Controller.Input[i] += probe < lower ? lower : probe > upper ? upper : probe;
            }
        }

        private void TakePrice()
        {
            _isAlone = _dual.IsAlone;
            if (_isAlone)
            {
                Controller.ClearPrice();
            }
            else
            {
                Controller.SetPrice(_dual.Price);
            }

            _hasPrice = true;
        }

        /// <summary>This rover is behind the fleet: it ends what is open and takes up the fleet's period at once.</summary>
        private void LeavePeriod(long now)
        {
            TakePrice();
            if (_negotiating && _observer != null)
            {
                Observe(now);
            }
            else if (_negotiating)
            {
                Act(now);
            }

            _hasJoined = true;
            _nextPeriodUs = now;
        }

        /// <summary>A rover that is early waits for the others in its first round; it slips its next period by an eighth of that wait
        /// (2 % of the period at most), so that the fleet's periods line up on the latest rover without a common clock.</summary>
        private void KeepPhase(long now)
        {
            long early = now - _plannedAtUs - (PeriodUs / 10);
            if (_dual.Round == 0 && early > 0)
            {
                long slip = early / 8;
                long most = PeriodUs / 50;
                _nextPeriodUs += slip > most ? most : slip;
            }
        }

        /// <returns>False where it is from somebody who may not say this.</returns>
        private bool OnCommand(long now)
        {
            // An emergency stop counts whenever it comes, even from an old session, and from anybody who can say it at all; the number of
            // one that is not the host's counts for nothing.
            bool isHosts = IsFromHost();
            bool fresh = isHosts && _commandWindow.Accept(_header.Epoch, _header.Sequence);
            if (!fresh && _command.Command != RoverCommand.EmergencyStop)
            {
                return isHosts;
            }

            if (isHosts)
            {
                _publisher.HeardEpoch(_header.Epoch);
            }

            _publisher.Acknowledge(_command.Command, _header.Sequence, Obey(now), this);
            _publisher.State(this, true);
            return true;
        }

        private bool Obey(long now)
        {
            switch (_command.Command)
            {
                case RoverCommand.Identify:
                    Identified++;
                    return true;
                case RoverCommand.Start:
                    if (Mode == RoverMode.Armed && !_startPending)
                    {
                        // The start is the fleet's common time mark: this rover's periods count from here.
                        _startTick = _command.Tick;
                        _startPending = true;
                        Tick = _command.Tick - 1;
                        _nextPeriodUs = now;
                    }

                    return Mode == RoverMode.Armed || IsDriving;
                case RoverCommand.Arm:
                    if (IsDriving || Mode == RoverMode.Armed)
                    {
                        return true;
                    }

                    ForgetFaults();
                    Supervise(RoverCommand.Arm);
                    return Mode == RoverMode.Armed;
                default:
                    _startPending = false;
                    RoverMode before = Mode;
                    Supervise(_command.Command);
                    return _command.Command != RoverCommand.ResetEmergencyStop
                        || (before == RoverMode.EmergencyStop && Mode == RoverMode.Disarmed);
            }
        }

        /// <summary>Arming is a new start: what failed in a row before does not count, what fails now will.</summary>
        private void ForgetFaults()
        {
            _solverFaults.ClearRow();
            _deadlineFaults.ClearRow();
            _actuatorFaults.ClearRow();
            _facts.PeriodsSinceHeard = 0;
            _startPending = false;
            _isCommandedToMove = false;
            if (Controller != null)
            {
                Controller.Reset();
            }
        }
    }
}
