namespace MultiAgentEdge.Safety
{
    /// <summary>How much the supervisor puts up with, in control periods. The defaults are the project's fault table.</summary>
    public sealed class SupervisorLimits
    {
        /// <summary>Silent for longer: the last multipliers are held.</summary>
        public int HoldAfterPeriods = 3;

        /// <summary>Silent for longer: local control at reduced speed. At least the former.</summary>
        public int LocalAfterPeriods = 10;

        /// <summary>Silent for longer: safe stop. At least the former.</summary>
        public int StopAfterPeriods = 40;

        /// <summary>Periods in a row without a plausible state that end in a safe stop; the first one brakes. At least 1.</summary>
        public int SensorStopPeriods = 3;

        /// <summary>Periods in a row without a solution that end in a safe stop; the first one brakes. At least 1.</summary>
        public int SolverStopPeriods = 5;

        /// <summary>Periods in a row without knowing where it is that end in a safe stop; the first one slows down. At least 1.</summary>
        public int PoseStopPeriods = 8;

        /// <summary>Refused inputs in a row that end in a safe stop; the first one brakes. At least 1.</summary>
        public int ActuatorStopPeriods = 3;

        /// <summary>Missed deadlines in a row that give up the coupling, which frees the time of all rounds but one. At least 1.</summary>
        public int DeadlineDegradePeriods = 3;

        /// <summary>Periods in a row that a battery reading must last: motors starting up dip the voltage. At least 1.</summary>
        public int BatteryPeriods = 4;
    }
}
