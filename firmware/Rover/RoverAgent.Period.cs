using System;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>One control period: sense, solve, supervise, act.</summary>
    public sealed partial class RoverAgent
    {
        private void BeginPeriod(long now, uint tick)
        {
            Tick = tick;
            _round = 0;
            _solved = false;
            _latenessUs = now - _nextPeriodUs;
            _patienceUs = (long)(PeriodUs * _options.ActShare);
            _late = _latenessUs >= _patienceUs;
            _periodStartUs = _late ? now : _nextPeriodUs;
            _nextPeriodUs = _periodStartUs + PeriodUs;
            if (_facts.PeriodsSinceHeard < int.MaxValue)
            {
                _facts.PeriodsSinceHeard++;
            }

            if (IsDriving && _hardware.Link.IsConnected && _facts.PeriodsSinceHeard % RoverOptions.RenewLinkPeriods == 0)
            {
                // Half-open: the link believes in a connection that delivers nothing.
                _keeper.Renew(now);
            }

            if (_receiver.TryActivate(Tick, IsDriving))
            {
                TakeController();
                Place();
            }

            Sense();
            if (_guard.IsActive && IsStatePlausible)
            {
                _guard.Begin(Tick, State, Applied, _hardware.Pose == null ? 0.0 : _hardware.Pose.PoseSigmaM);
                _publisher.Motion(this, _guard);
                MotionTick = Tick;
                _motionUs = now;
            }

            if (_startPending && Mode == RoverMode.Armed && Tick - _startTick < 0x80000000u)
            {
                _facts.StartDue = true;
                _facts.PeriodsSinceHeard = 0;
                // Tick 1 begins the mission: no price was sent yet, and the host begins from none too. Later the fleet drives already, and
                // whoever comes to it begins by itself: a price of zero would lead it to the zero of its coordinates.
                _hasPrice = _startTick <= 1;
            }

            if (_observer != null)
            {
                // The others look at this rover too, whether it drives or not.
                _neighbours.BeginPeriod(Tick, _observer.SilenceLimit);
                _publisher.State(this, false);
            }

            bool willDrive = (IsDriving || _facts.StartDue) && Controller != null && _sensorFlags == FaultFlags.None;
            if (!willDrive)
            {
                Act(now);
                return;
            }

            bool coupled = _hardware.Link.IsConnected && Action != SafetyAction.LocalOnly
                && _facts.PeriodsSinceHeard <= _limits.LocalAfterPeriods;
            bool slow = IsSlow;
            IPacedController paced = Controller as IPacedController;
            if (paced != null)
            {
                paced.SetPace(_dual.Pace, Tick);
            }

            Controller.LimitReach(Applied, _options.InputRatePerPeriod, slow ? Controller.SpeedLimit : 1.0);
            Controller.BeginPeriod();
            if (!coupled || !_hasPrice)
            {
                Controller.ClearPrice();
                _hasPrice = false;
            }

            if (_observer != null)
            {
                _negotiating = true;
                TryObserve(now);
                return;
            }

            Solve();
            _brakes = slow && Controller.LeavesBounds;
            if (_brakes)
            {
                // Slow is for driving, not for braking.
                Controller.LimitReach(Applied, _options.InputRatePerPeriod, 1.0);
                Solve();
            }

            _plannedAtUs = now;
            if (Controller.CouplingCount > 0 && _hardware.Link.IsConnected)
            {
                _publisher.Plan(this, _round);
            }

            _negotiating = coupled && Controller.CouplingCount > 0 && Controller.RoundsPerPeriod > 0;
            if (!_negotiating)
            {
                Act(now);
            }
        }

        private bool IsSlow
        {
            get { return Action == SafetyAction.LocalOnly || _facts.PeriodsSinceHeard > _limits.LocalAfterPeriods; }
        }

        /// <summary>Goes on as soon as every rover that was in step has said where it is in this period.</summary>
        private void TryObserve(long now)
        {
            if (!_hardware.Link.IsConnected || _neighbours.IsComplete(Tick))
            {
                Observe(now);
            }
        }

        private void Observe(long now)
        {
            _neighbours.Show(_observer.Scope);
            _observer.SetTick(Tick);
            Solve();
            Act(now);
        }

        /// <summary>The time to act has come: with what is there.</summary>
        private void GiveUpWaiting(long now)
        {
            if (_observer != null)
            {
                RoundsMissed++;
                Observe(now);
                return;
            }

            RoundsMissed += (uint)(Controller.RoundsPerPeriod - _round);
            // What is decided late is decided on where the rover is by then: what it saw is 0.6 of a period old.
            if (_hardware.Body.TrySense(_later) && _sensorCheck.IsPlausible(_later))
            {
                Array.Copy(_later, 0, State, 0, _hardware.Body.StateCount);
                Solve();
            }

            Act(now);
        }

        private void Sense()
        {
            JudgePose();
            _sensorFlags = _hardware.Body.TrySense(State) ? _sensorCheck.Check(State, _isCommandedToMove) : FaultFlags.SensorInvalid;
            IsStatePlausible = _sensorFlags == FaultFlags.None;
            _sensorFaults.Observe(!IsStatePlausible);
            double volts = 0.0;
            bool read = _hardware.Battery == null || _hardware.Battery.TryReadVoltage(ref volts);
            _publisher.BatteryV = double.IsNaN(volts) || double.IsInfinity(volts) ? 0.0 : volts;
            _batteryLow.Observe(_hardware.Battery != null && (!read || double.IsNaN(volts) || volts < _options.LowBatteryV));
            _batteryCritical.Observe(_hardware.Battery != null && (!read || double.IsNaN(volts) || volts < _options.CriticalBatteryV));
        }

        private void Solve()
        {
            long before = _hardware.Stopwatch != null ? _hardware.Stopwatch.NowUs : 0;
            Status = Controller.Step(State);
            _solved = true;
            _publisher.SolveUs = _hardware.Stopwatch != null ? _hardware.Stopwatch.NowUs - before : 0;
        }

        /// <summary>Ends the period: supervise, command the body, report.</summary>
        private void Act(long now)
        {
            RoverMode before = Mode;
            _negotiating = false;
            _deadlineFaults.Observe(_late || _hardware.Clock.NowUs - _periodStartUs > PeriodUs);
            _solverFaults.Observe(_solved && Status != QpStatus.Solved);
            SupervisorDecision decision = Supervise(RoverCommand.None);
            // Two periods in one must not change the input twice; whoever joins in every period must not keep one input for ever.
            long heldUs = now - _changedUs;
            bool repeats = _hasJoined && heldUs >= 0 && heldUs < PeriodUs / 2;
            bool drives = decision.MayDrive && _solved
                && _limiter.TryLimit(repeats ? Applied : Controller.Input, Speed(decision.Action), Applied);
            if (drives)
            {
                _changedUs = repeats ? _changedUs : now;
                _guard.Filter(State, Applied);
                drives = _hardware.Body.TryActuate(Applied);
                _actuatorFaults.Observe(!drives);
            }

            if (!drives)
            {
                Halt();
                _guard.Rest();
            }

            Predict(drives);
            _hasJoined = false;
            LastActUs = now;
            if (_observer == null || Mode != before)
            {
                _publisher.State(this, false);
            }

            _publisher.Telemetry(this, _round, _latenessUs);
            _facts.LoopException = false;
        }

        private double Speed(SafetyAction action)
        {
            return action == SafetyAction.LocalOnly && !_brakes ? Controller.SpeedLimit : 1.0;
        }

        /// <summary>Judges the present facts, takes the mode, and stops at once where the rover may not drive.</summary>
        private SupervisorDecision Supervise(RoverCommand command)
        {
            _facts.Mode = Mode;
            _facts.Command = command;
            _facts.SensorInvalidInRow = _sensorFaults.InRow;
            _facts.SolverFailedInRow = _solverFaults.InRow;
            _facts.DeadlineMissedInRow = _deadlineFaults.InRow;
            _facts.ActuatorFailedInRow = _actuatorFaults.InRow;
            _facts.PoseLostInRow = _poseLost.InRow;
            _facts.BatteryLowInRow = _batteryLow.InRow;
            _facts.BatteryCriticalInRow = _batteryCritical.InRow;
            _facts.ParametersReady = Controller != null;
            _facts.StoreFailed = _receiver.StoreFailed;
            SupervisorDecision decision = Supervisor.Decide(_facts, _limits);
            if (_facts.StartDue)
            {
                _facts.StartDue = false;
                _startPending = false;
            }

            Mode = decision.NextMode;
            Action = decision.Action;
            Faults = decision.Faults | _sensorFlags | _poseFlags | (_publisher.TakeRefused() ? FaultFlags.FramesRefused : FaultFlags.None)
                | (_name.IsTaken ? FaultFlags.NameTaken : FaultFlags.None)
                | (_options.IsBootCountStored ? FaultFlags.None : FaultFlags.BootNotStored);
            if (!decision.MayDrive)
            {
                Halt();
            }

            return decision;
        }

        private void Halt()
        {
            _negotiating = false;
            if (_limiter != null)
            {
                _limiter.Stop(Applied);
            }

            _hardware.Body.Stop();
        }

        /// <summary>Whether the applied input asks for motion that a frozen sensor would hide. A brake holds the body; what a mission
        /// counts besides goes on where nothing moves.</summary>
        private void Predict(bool drives)
        {
            if (IsDriving && (_sensorFlags & FaultFlags.SensorStuck) != 0)
            {
                // Braking for a frozen sensor must not acquit it: only a reading that changes does.
                return;
            }

            _isCommandedToMove = false;
            if (!drives || _sensorFlags != FaultFlags.None)
            {
                return;
            }

            Controller.Predict(State, Applied, _predicted);
            for (int i = 0; i < _sensorCheck.MotionCount; i++)
            {
                double motion = _predicted[i] - State[i];
                if (motion > _options.MotionThreshold || motion < -_options.MotionThreshold)
                {
                    _isCommandedToMove = true;
                }
            }
        }

        /// <summary>Only with a set that has just come: one from the flash may be of any age. And never while it drives: it knows better
        /// then.</summary>
        private void Place()
        {
            IPlacedBody body = _hardware.Body as IPlacedBody;
            IPlacingController told = Controller as IPlacingController;
            if (!IsDriving && body != null && told != null && told.StartPose != null)
            {
                _guard.Replace();
                body.SetPose(told.StartPose[0], told.StartPose[1], told.StartPose[2]);
            }
        }

        private void FollowMotion()
        {
            _guard.Take(Controller, _hardware.Body, PeriodUs, _options.ActShare, _receiver.Floor, _hardware.Clock.NowUs);
            _keeper.FollowMotion(_guard.IsActive);
            _keeper.FollowFleet(_observer != null || _guard.FollowsLosses);
        }

        internal void TakeController()
        {
            double[] price = Controller == null ? _lentPrice : Controller.Price;
            _lentPrice = null;
            _lentMemory = null;
            Controller = _receiver.Active;
            _observer = Controller as INeighbourController;
            if (Controller == null)
            {
                FollowMotion();
                return;
            }

            int states = _hardware.Body.StateCount;
            _hardware.TakeBodyOf(Controller);
            if (_hardware.Body.StateCount != states)
            {
                _sensorCheck = NewSensorCheck();
            }

            _limiter = new CommandLimiter(
                Controller.InputLower, Controller.InputUpper, Filled(Controller.InputCount, _options.InputRatePerPeriod));
            if (IsDriving)
            {
                // Seamless: the limiter goes on from what is applied now.
                _limiter.StartFrom(Applied);

                // And the new controller plans at the price that was negotiated with the old one: from none, every push would upset the
                // whole fleet.
                _hasPrice = _hasPrice && !_isAlone && price != null && price.Length > 0 && price.Length == Controller.CouplingCount;
                if (_hasPrice)
                {
                    Controller.SetPrice(price);
                }
            }

            if (_receiver.PeriodUs > 0)
            {
                PeriodUs = _receiver.PeriodUs;
                _patienceUs = (long)(PeriodUs * _options.ActShare);
            }

            FollowMotion();
        }

        private SensorCheck NewSensorCheck()
        {
            int count = _hardware.Body.StateCount;
            double[] upper = Filled(count, _options.StateLimit);
            for (int i = MotionStates; i < count; i++)
            {
                upper[i] = 1e9;
            }

            return new SensorCheck(Filled(count, -_options.StateLimit), upper, _options.StuckPeriods)
            {
                MotionCount = count < MotionStates ? count : MotionStates,
            };
        }

        private static double[] Filled(int count, double value)
        {
            double[] filled = new double[count];
            for (int i = 0; i < count; i++)
            {
                filled[i] = value;
            }

            return filled;
        }
    }
}
