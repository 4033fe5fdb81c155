namespace MultiAgentEdge.Host.Coordination;

/// <summary>A mission that is driven for as long as somebody wants, and may have been begun by another host.</summary>
public interface IServedMission : IMissionCoordinator, IDisposable
{
    /// <summary>Version that the fleet has or is about to have.</summary>
    uint Version { get; }

    /// <summary>The fleet's control period, as far as the host has heard; the first is 1.</summary>
    uint Tick { get; }

    /// <summary>Tick at which a fleet that was driving was taken over; null where the mission began.</summary>
    uint? AdoptedAt { get; }

    /// <summary>Something worth telling a person.</summary>
    event Action<string>? Said;

    /// <summary>Disarms every rover.</summary>
    void Stop();
}
