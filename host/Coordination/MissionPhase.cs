namespace MultiAgentEdge.Host.Coordination;

/// <summary>Where a mission stands; phases follow each other in this order.</summary>
public enum MissionPhase
{
    /// <summary>Waiting for every rover of the fleet to be heard.</summary>
    Gathering,

    /// <summary>Parameters on their way; none active yet.</summary>
    Staging,

    /// <summary>All rovers have the set; waiting for it to become active everywhere.</summary>
    Activating,

    Arming,

    Running,

    /// <summary>Ended: every rover was disarmed.</summary>
    Stopped,
}
