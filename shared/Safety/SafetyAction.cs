namespace MultiAgentEdge.Safety
{
    /// <summary>What the supervisor decides, ordered by severity: the larger value wins.</summary>
    public enum SafetyAction : byte
    {
        /// <summary>Drive by the controller's command.</summary>
        Continue = 0,

        /// <summary>Drive, with the last multipliers held: nothing new was heard for over 3 T.</summary>
        HoldMultipliers = 1,

        /// <summary>Drive without coupling, at reduced speed: nothing was heard for over 10 T.</summary>
        LocalOnly = 2,

        /// <summary>Command zero in this period; may drive again in the next.</summary>
        Brake = 3,

        /// <summary>Stopped, latched until re-armed.</summary>
        SafeStop = 4,

        /// <summary>Stopped by a person, latched until the emergency stop is reset and the rover re-armed.</summary>
        EmergencyStop = 5,
    }
}
