using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Safety
{
    /// <summary>
    /// What the supervisor judges by in one control period; owned and refilled by the loop. Durations are counted in control periods,
    /// so that no jump of a clock changes a decision. A count "in a row" includes the present period and is 0 after a good one.
    /// </summary>
    public sealed class SupervisorInput
    {
        /// <summary>The mode of the period before (<see cref="SupervisorDecision.NextMode"/>).</summary>
        public RoverMode Mode;

        /// <summary>The command accepted in this period, or None.</summary>
        public RoverCommand Command;

        /// <summary>A Start was accepted since arming and its tick has come.</summary>
        public bool StartDue;

        /// <summary>The local emergency-stop input.</summary>
        public bool EmergencyStopPressed;

        /// <summary>Periods since a frame of the coordinator was accepted (0: in this one). A Start counts as heard when its tick
        /// comes.</summary>
        public int PeriodsSinceHeard;

        /// <summary>Periods in a row without a plausible state (<see cref="SensorCheck"/>, or the body said so).</summary>
        public int SensorInvalidInRow;

        /// <summary>Periods in a row in which the solver gave nothing to apply.</summary>
        public int SolverFailedInRow;

        /// <summary>Periods in a row that ended after their deadline.</summary>
        public int DeadlineMissedInRow;

        /// <summary>Periods in a row in which the body refused an input.</summary>
        public int ActuatorFailedInRow;

        /// <summary>Periods in a row in which a rover in the plane was lost: tracked before, and its position now too uncertain.</summary>
        public int PoseLostInRow;

        /// <summary>Periods in a row below the voltage at which driving slows down.</summary>
        public int BatteryLowInRow;

        /// <summary>Periods in a row below the voltage at which driving ends.</summary>
        public int BatteryCriticalInRow;

        /// <summary>A checked parameter set is in use.</summary>
        public bool ParametersReady;

        /// <summary>The parameter store failed. Driving goes on with what is in memory; arming does not.</summary>
        public bool StoreFailed;

        /// <summary>The loop caught an exception in the period before.</summary>
        public bool LoopException;
    }
}
