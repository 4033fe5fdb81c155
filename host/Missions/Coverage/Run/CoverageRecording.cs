using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>A coverage run as its record has it.</summary>
internal static class CoverageRecording
{
    /// <param name="live">Null: the rovers are simulated.</param>
    public static RecordSetup Setup(CoverageRunOptions options, FleetFile? live) => new(
        options.Fleet, MissionKind.Coverage, options.Bodies != CoverageRunOptions.ParticleBodies,
        options.Bodies == CoverageRunOptions.ParticleBodies ? CoverageArena.RadiusM : CoverageWheels.RadiusM, live)
    {
        Map = [.. Enumerable.Range(0, options.LandmarksM.Length / 2).Select(i => new SceneShape($"landmark {i + 1}", "landmark")
        {
            XM = options.LandmarksM[2 * i],
            YM = options.LandmarksM[(2 * i) + 1],
            RadiusM = options.CoverRadiusM,
            Color = SceneShape.Green,
        })],
    };

    public static IReadOnlyList<RecordedRover> Rovers(CoverageRecord record) =>
        [.. record.Rovers.Select(rover => new RecordedRover(
            rover.Name, rover.Mode, rover.ParameterVersion, rover.XM, rover.YM, rover.State.Length == 6 ? rover.State[2] : double.NaN)
        {
            State = rover.State,
            Input = rover.Input,
            Figure = rover.InScope,
            Count = rover.InRange,
        })];
}
