using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>A formation on lanes as its record has it: a lane each, side by side.</summary>
internal static class LaneRecording
{
    private const double LaneM = 0.5;
    private const double RadiusM = 0.1;

    /// <param name="signals">Of each rover.</param>
    /// <param name="live">Null: the rovers are simulated.</param>
    public static RecordSetup Setup(FleetFile fleet, IReadOnlyList<RoverSignals> signals, FleetFile? live) =>
        new(fleet.Fleet, MissionKind.Formation, OnWheels: signals.All(its => its.HasSpeed), RadiusM, live)
        {
            Map = [.. fleet.Rovers.Select((rover, i) => new SceneShape($"lane {rover.Name}", "path")
            {
                PointsM = [(Bounded(rover.PositionMinM), -i * LaneM), (Bounded(rover.PositionMaxM), -i * LaneM)],
            })],
        };

    public static IReadOnlyList<RecordedRover> Rovers(PeriodRecord record) =>
        [.. record.Rovers.Select((rover, i) => new RecordedRover(
            rover.Name, rover.Mode, rover.ParameterVersion, rover.State.Length > 0 ? rover.State[0] : double.NaN, -i * LaneM, 0)
        {
            State = rover.State,
            Input = rover.Input,
            Count = rover.Iterations,
        })];

    // A lane without an end is drawn as far as a map reaches.
    private static double Bounded(double valueM) => Math.Clamp(valueM, -100, 100);
}
