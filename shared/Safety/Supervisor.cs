using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Safety
{
    /// <summary>
    /// Decides once a period what a rover may do: a pure function of the period's facts. Every rule proposes an action and the most severe
    /// one wins, so adding a fault never makes a rover bolder. Stops are latched in the mode: a safe stop until armed again, an emergency
    /// stop until it is released, reset and armed again. Rules and their reasons: README.md.
    /// </summary>
    public static class Supervisor
    {
        public static SupervisorDecision Decide(SupervisorInput input, SupervisorLimits limits)
        {
            SupervisorDecision decision = default;
            decision.Faults = Faults(input, limits);
            if (input.EmergencyStopPressed || input.Command == RoverCommand.EmergencyStop)
                return With(decision, SafetyAction.EmergencyStop, RoverMode.EmergencyStop);

            switch (input.Mode)
            {
                case RoverMode.EmergencyStop:
                    if (input.Command == RoverCommand.ResetEmergencyStop)
                        return With(decision, SafetyAction.Brake, RoverMode.Disarmed);
                    return With(decision, SafetyAction.EmergencyStop, RoverMode.EmergencyStop);
                case RoverMode.SafeStop:
                    return DecideSafeStop(input, limits, decision);
                case RoverMode.Armed:
                    return DecideArmed(input, limits, decision);
                case RoverMode.Running:
                case RoverMode.Degraded:
                    return DecideDriving(input, limits, decision);
                default:
                    return DecideDisarmed(input, limits, decision);
            }
        }

        private static SupervisorDecision DecideDisarmed(SupervisorInput input, SupervisorLimits limits, SupervisorDecision decision)
        {
            if (input.Command == RoverCommand.SafeStop)
                return With(decision, SafetyAction.SafeStop, RoverMode.SafeStop);
            bool arm = input.Command == RoverCommand.Arm && MayArm(input, limits);
            return With(decision, SafetyAction.Brake, arm ? RoverMode.Armed : RoverMode.Disarmed);
        }

        private static SupervisorDecision DecideSafeStop(SupervisorInput input, SupervisorLimits limits, SupervisorDecision decision)
        {
            if (input.Command == RoverCommand.Disarm)
                return With(decision, SafetyAction.Brake, RoverMode.Disarmed);
            if (input.Command == RoverCommand.Arm && MayArm(input, limits))
                return With(decision, SafetyAction.Brake, RoverMode.Armed);
            return With(decision, SafetyAction.SafeStop, RoverMode.SafeStop);
        }

        private static SupervisorDecision DecideArmed(SupervisorInput input, SupervisorLimits limits, SupervisorDecision decision)
        {
            if (input.Command == RoverCommand.Disarm)
                return With(decision, SafetyAction.Brake, RoverMode.Disarmed);
            if (input.StartDue)
                return DecideDriving(input, limits, decision);
            if (input.Command == RoverCommand.SafeStop || Body(input, limits) == SafetyAction.SafeStop)
                return With(decision, SafetyAction.SafeStop, RoverMode.SafeStop);
            return With(decision, SafetyAction.Brake, RoverMode.Armed);
        }

        private static SupervisorDecision DecideDriving(SupervisorInput input, SupervisorLimits limits, SupervisorDecision decision)
        {
            if (input.Command == RoverCommand.Disarm)
                return With(decision, SafetyAction.Brake, RoverMode.Disarmed);
            SafetyAction coupling = Coupling(input, limits);
            SafetyAction action = Worse(coupling, Body(input, limits));
            if (input.Command == RoverCommand.SafeStop)
                action = SafetyAction.SafeStop;
            if (action == SafetyAction.SafeStop)
                return With(decision, SafetyAction.SafeStop, RoverMode.SafeStop);

            // Braking is for this period only; the mode tells how the rover drives when it does.
            bool degraded = action == SafetyAction.Brake
                ? coupling != SafetyAction.Continue || Slow(input, limits)
                : action != SafetyAction.Continue;
            return With(decision, action, degraded ? RoverMode.Degraded : RoverMode.Running);
        }

        /// <summary>Rules on what is heard and on time: they need other rovers or the host to recover.</summary>
        private static SafetyAction Coupling(SupervisorInput input, SupervisorLimits limits)
        {
            SafetyAction action = SafetyAction.Continue;
            if (input.PeriodsSinceHeard > limits.HoldAfterPeriods)
                action = SafetyAction.HoldMultipliers;
            if (input.PeriodsSinceHeard > limits.LocalAfterPeriods || input.DeadlineMissedInRow >= limits.DeadlineDegradePeriods)
                action = SafetyAction.LocalOnly;
            if (input.PeriodsSinceHeard > limits.StopAfterPeriods)
                action = SafetyAction.SafeStop;
            return action;
        }

        /// <summary>Rules on the rover itself: they hold while it is armed as well.</summary>
        private static SafetyAction Body(SupervisorInput input, SupervisorLimits limits)
        {
            if (input.SensorInvalidInRow >= limits.SensorStopPeriods || input.SolverFailedInRow >= limits.SolverStopPeriods
                || input.ActuatorFailedInRow >= limits.ActuatorStopPeriods || input.PoseLostInRow >= limits.PoseStopPeriods
                || input.BatteryCriticalInRow >= limits.BatteryPeriods
                || !input.ParametersReady || input.LoopException)
                return SafetyAction.SafeStop;
            if (input.SensorInvalidInRow > 0 || input.SolverFailedInRow > 0 || input.ActuatorFailedInRow > 0)
                return SafetyAction.Brake;
            return Slow(input, limits) ? SafetyAction.LocalOnly : SafetyAction.Continue;
        }

        private static bool Slow(SupervisorInput input, SupervisorLimits limits)
        {
            return input.BatteryLowInRow >= limits.BatteryPeriods || input.PoseLostInRow > 0;
        }

        private static bool MayArm(SupervisorInput input, SupervisorLimits limits)
        {
            return input.ParametersReady && !input.StoreFailed && !input.LoopException && input.SensorInvalidInRow == 0
                && input.ActuatorFailedInRow == 0 && input.PoseLostInRow == 0 && input.BatteryCriticalInRow < limits.BatteryPeriods;
        }

        private static uint Faults(SupervisorInput input, SupervisorLimits limits)
        {
            uint faults = FaultFlags.None;
            if (input.SensorInvalidInRow > 0)
                faults |= FaultFlags.SensorInvalid;
            if (input.SolverFailedInRow > 0)
                faults |= FaultFlags.SolverFailed;
            if (input.DeadlineMissedInRow > 0)
                faults |= FaultFlags.DeadlineMissed;
            if (input.PeriodsSinceHeard > limits.LocalAfterPeriods)
                faults |= FaultFlags.LinkLost;
            if (input.PoseLostInRow > 0)
                faults |= FaultFlags.PoseLost;
            if (input.StoreFailed)
                faults |= FaultFlags.StoreFailed;
            if (input.BatteryLowInRow >= limits.BatteryPeriods || input.BatteryCriticalInRow >= limits.BatteryPeriods)
                faults |= FaultFlags.LowBattery;
            if (input.ActuatorFailedInRow > 0)
                faults |= FaultFlags.ActuatorFailed;
            if (!input.ParametersReady)
                faults |= FaultFlags.ParametersMissing;
            if (input.LoopException)
                faults |= FaultFlags.LoopException;
            return faults;
        }

        private static SafetyAction Worse(SafetyAction a, SafetyAction b)
        {
            return a > b ? a : b;
        }

        private static SupervisorDecision With(SupervisorDecision decision, SafetyAction action, RoverMode next)
        {
            decision.Action = action;
            decision.NextMode = next;
            return decision;
        }
    }
}
