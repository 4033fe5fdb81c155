using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Missions.Delivery.Training;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Delivery;

/// <summary>Rovers that visit more places each day (paper S4).</summary>
public sealed class DeliveryListing : IMission
{
    public string Name => "delivery";

    public MissionKind Kind => MissionKind.Delivery;

    public TelemetryFields Telemetry => DeliveryTelemetry.Fields;

    public Verb Run { get; } = new RunDeliveryVerb();

    public Verb Train { get; } = new TrainDeliveryVerb();
}
