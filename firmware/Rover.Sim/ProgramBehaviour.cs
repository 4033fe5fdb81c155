namespace MultiAgentEdge.Firmware.Sim;

/// <summary>What a simulated board's program does when it is started.</summary>
public enum ProgramBehaviour
{
    /// <summary>It is the rover.</summary>
    Good,

    /// <summary>It ends at once, and the board starts anew.</summary>
    Crashes,

    /// <summary>It runs, and nobody ever hears of it.</summary>
    Mute,
}
