using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Host.Missions.Coverage.Training;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Coverage;

/// <summary>Rovers that cover landmarks with a trained actor (papers S2, S3).</summary>
public sealed class CoverageListing : IMission
{
    private readonly RunCoverageVerb run = new();

    public string Name => "coverage";

    public MissionKind Kind => MissionKind.Coverage;

    public TelemetryFields Telemetry => CoverageTelemetry.Fields;

    public Verb Run => run;

    public Verb Train { get; } = new TrainCoverageVerb();

    public Verb Evaluate { get; } = new EvaluateCoverageVerb();

    public IMissionService Serve(ParseResult parse, FleetFile fleet) => run.Serve(parse, fleet);
}
