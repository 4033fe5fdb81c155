namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>Where a rover of a delivery mission stands in its round of assignment and edge.</summary>
public enum DeliveryRoverPhase
{
    /// <summary>At a node, charged or holding, without a task.</summary>
    Waiting,

    /// <summary>It stands; its edge is on the way to it, or is there and it is being armed and started.</summary>
    Starting,

    /// <summary>On its edge; near its end the next one is on the way to it.</summary>
    Driving,

    /// <summary>Back at the depot.</summary>
    Home,

    /// <summary>Lost, silent, stopped by a person, or taken out: nothing is planned for it.</summary>
    Out,
}
