using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Missions.Formation.Training;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Formation;

/// <summary>Rovers that keep distances (paper S1).</summary>
public sealed class FormationListing : IMission
{
    public string Name => "formation";

    public MissionKind Kind => MissionKind.Formation;

    public TelemetryFields Telemetry => FormationTelemetry.Fields;

    public Verb Run { get; } = new RunFormationVerb();

    public Verb Train { get; } = new TrainFormationVerb();
}
