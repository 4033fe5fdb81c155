namespace MultiAgentEdge.Host.Coordination;

/// <summary>Where a rover of a delivery mission stands in its round of assignment and edge.</summary>
public enum DeliveryRoverPhase
{
    /// <summary>At a node, charged or holding, without a task.</summary>
    Waiting,

    /// <summary>Its next edge is on the way to it.</summary>
    Staging,

    /// <summary>It has the edge and switches to it at its next period.</summary>
    Activating,

    /// <summary>The edge is active; the rover is being armed and started.</summary>
    Starting,

    Driving,

    /// <summary>Back at the depot.</summary>
    Home,

    /// <summary>Lost, silent, stopped by a person, or taken out: nothing is planned for it.</summary>
    Out,
}
