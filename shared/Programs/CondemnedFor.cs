namespace MultiAgentEdge.Programs
{
    /// <summary>Why a program does not run any more. Values are part of the boot record.</summary>
    public enum CondemnedFor : byte
    {
        Nothing = 0,

        /// <summary>It was started and the board came back without its having said that it is alive.</summary>
        Crashed = 1,

        /// <summary>It ran and did not say so in time.</summary>
        NotAlive = 2,

        /// <summary>The host went back to the one before.</summary>
        RolledBack = 3,

        /// <summary>It is not in the flash any more as it was written.</summary>
        Damaged = 4,
    }
}
