namespace MultiAgentEdge.Safety
{
    /// <summary>Faults of a rover as bits of one number. Values are part of the wire format.</summary>
    public static class FaultFlags
    {
        public const uint None = 0;
        public const uint SensorInvalid = 1;
        public const uint SensorStuck = 2;
        public const uint SolverFailed = 4;
        public const uint DeadlineMissed = 8;
        public const uint LinkLost = 16;
        public const uint FramesRefused = 32;
        public const uint StoreFailed = 64;
        public const uint LowBattery = 128;
        public const uint ActuatorFailed = 256;
        public const uint ParametersMissing = 512;
        public const uint LoopException = 1024;

        /// <summary>The number of this boot could not be kept: the next boot will have it again.</summary>
        public const uint BootNotStored = 2048;

        /// <summary>Another rover uses this one's name on the broker.</summary>
        public const uint NameTaken = 4096;

        /// <summary>A rover that a tracker has seen no longer knows where it is well enough to drive.</summary>
        public const uint PoseLost = 8192;

        /// <summary>Poses from outside were refused: none at all, too old, from the future, or not believed.</summary>
        public const uint PosesRefused = 16384;

        /// <summary>Trackers contradict each other, or what the rover knows of itself.</summary>
        public const uint PosesContradict = 32768;
    }
}
