namespace MultiAgentEdge.Firmware
{
    /// <summary>How a rover found its settings when it started.</summary>
    public enum SettingsState
    {
        /// <summary>There were none.</summary>
        None = 0,

        /// <summary>All of them count.</summary>
        Whole = 1,

        /// <summary>Some lines were not for this firmware; the others count.</summary>
        Skipped = 2,

        /// <summary>Torn or edited: none of them counts.</summary>
        Damaged = 3,
    }
}
