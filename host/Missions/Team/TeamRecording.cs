using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>A team's run as its record has it. Where a rover is that is not simulated here is told by its states, if they say so.</summary>
internal static class TeamRecording
{
    private const double RadiusM = 0.1;

    /// <param name="live">Null: the rovers are simulated.</param>
    public static RecordSetup Setup(TeamRunOptions options, FleetFile? live) => new(
        options.Fleet, options.Controller?.Mission ?? MissionKind.None, OnWheels: options.States.Any(signal => signal.Column == "heading_rad"),
        RadiusM, live);

    /// <param name="options">What the states are.</param>
    public static IReadOnlyList<RecordedRover> Rovers(TeamRunOptions options, TeamRecord record)
    {
        double Of(TeamRoverRecord rover, double known, string column)
        {
            var index = options.States.Select((signal, i) => (signal, i)).FirstOrDefault(one => one.signal.Column == column, (null!, -1)).Item2;
            return double.IsFinite(known) || index < 0 || index >= rover.State.Length ? known : rover.State[index];
        }

        return [.. record.Rovers.Select(rover => new RecordedRover(
            rover.Name, rover.Mode, rover.ParameterVersion, Of(rover, rover.XM, "x_m"), Of(rover, rover.YM, "y_m"),
            Of(rover, rover.HeadingRad, "heading_rad"))
        {
            State = rover.State,
            Input = rover.Input,
            Figure = rover.Figure,
            Count = Math.Max(0, rover.Count),
        })];
    }
}
