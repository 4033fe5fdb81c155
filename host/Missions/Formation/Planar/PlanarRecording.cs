using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>A formation in the plane as its record has it.</summary>
internal static class PlanarRecording
{
    private const int PathPoints = 240;

    /// <param name="live">Null: the rovers are simulated.</param>
    public static RecordSetup Setup(PlanarRunOptions options, FleetFile? live) =>
        new(options.Fleet, MissionKind.Formation, OnWheels: true, FormationShape.BodyRadiusM, live) { Map = [Path(options.Path)] };

    public static IReadOnlyList<RecordedRover> Rovers(PlanarRecord record) =>
        [.. record.Rovers.Select(rover => new RecordedRover(
            rover.Name, rover.Mode, rover.ParameterVersion, rover.XM, rover.YM, rover.HeadingRad)
        {
            State = rover.State,
            Input = rover.Input,
            IsLost = rover.IsLost,
            Interventions = rover.Interventions,
            Figure = rover.Cost,
            Count = rover.Iterations,
        })];

    private static SceneShape Path(FormationPath path)
    {
        var curve = path.Curve();
        return new SceneShape("path", "path")
        {
            PointsM = [.. Enumerable.Range(0, PathPoints + 1).Select(i =>
            {
                curve.Evaluate(i * curve.Span / PathPoints);
                return (curve.X, curve.Y);
            })],
        };
    }
}
