using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Missions.Serve;

/// <summary>Coordinates one fleet for as long as it is asked to: what many fleets in one process, and a fleet that changes hosts,
/// need.</summary>
public interface IMissionService
{
    /// <summary>Safe to read from any thread.</summary>
    ServiceStatus Status { get; }

    /// <summary>Something worth telling a person; called by the coordinator's own thread.</summary>
    event Action<string>? Said;

    /// <summary>Coordinates on the calling thread until it is told to end.</summary>
    /// <param name="stop">The rovers are disarmed.</param>
    /// <param name="leave">The rovers drive on, for another host to take over.</param>
    /// <exception cref="MaeException">MAE508, MAE509 another host commands the fleet; MAE543 a rover refused its set; MAE502 one is in
    /// emergency stop; MAE503 they did not all come in time.</exception>
    /// <exception cref="Messaging.MessagingException">The broker cannot be reached or refuses.</exception>
    void Run(CancellationToken stop, CancellationToken leave);
}
