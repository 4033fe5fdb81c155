using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Missions.Formation.Training;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Formation;

/// <summary>Rovers that keep distances (paper S1).</summary>
public sealed class FormationListing : IMission
{
    private readonly RunFormationVerb run = new();

    public string Name => "formation";

    public MissionKind Kind => MissionKind.Formation;

    public TelemetryFields Telemetry => FormationTelemetry.Fields;

    public Verb Run => run;

    public Verb Train { get; } = new TrainFormationVerb();

    public IMissionService Serve(ParseResult parse, FleetFile fleet) => run.Serve(parse, fleet);
}
