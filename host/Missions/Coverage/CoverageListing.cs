using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Host.Missions.Coverage.Training;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Coverage;

/// <summary>Rovers that cover landmarks with a trained actor (papers S2, S3).</summary>
public sealed class CoverageListing : IMission
{
    public string Name => "coverage";

    public MissionKind Kind => MissionKind.Coverage;

    public TelemetryFields Telemetry => CoverageTelemetry.Fields;

    public Verb Run { get; } = new RunCoverageVerb();

    public Verb Train { get; } = new TrainCoverageVerb();

    public Verb Evaluate { get; } = new EvaluateCoverageVerb();
}
