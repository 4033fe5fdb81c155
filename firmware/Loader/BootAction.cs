namespace MultiAgentEdge.Firmware.Loading
{
    /// <summary>What a board does after it was switched on.</summary>
    public enum BootAction : byte
    {
        /// <summary>Runs the program in <see cref="ProgramLoader.Slot"/>.</summary>
        RunSlot = 0,

        /// <summary>Runs what was flashed or installed by hand.</summary>
        RunBuiltIn = 1,

        /// <summary>Takes an update, then starts anew.</summary>
        Update = 2,

        /// <summary>No program is whole: takes an update, however long that takes.</summary>
        Recover = 3,
    }
}
