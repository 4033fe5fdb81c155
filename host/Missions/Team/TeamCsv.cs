using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>Every signal of a team's run, one row a control period. The unit of a column stands in its header; what is not known leaves its
/// field empty.</summary>
/// <param name="also">As of <see cref="CsvTable"/>.</param>
public sealed class TeamCsv(
    TextWriter writer, TeamRunOptions options, Action<IReadOnlyList<string>, IReadOnlyList<object>>? also = null)
{
    private readonly CsvTable table = new(writer, Header(options), also);

    /// <summary>Appends a row; the first also writes the header.</summary>
    public void Add(TeamRecord record) => table.Add([record.Tick, record.TimeS, .. record.Rovers.SelectMany(Fields)]);

    private static IEnumerable<string> Header(TeamRunOptions options)
    {
        string[] ofRover =
        [
            "mode", "parameter_version", "true_x_m", "true_y_m", "true_heading_rad",
            .. options.States.Concat(options.Inputs).Select(signal => signal.Column),
            options.Telemetry.Figure.Column, options.Telemetry.Count.Column,
        ];
        return ["tick", "time_s", .. options.Rovers.SelectMany(rover => ofRover.Select(column => $"{rover}.{column}"))];
    }

    private IEnumerable<object> Fields(TeamRoverRecord rover) =>
    [
        rover.Mode, rover.ParameterVersion, rover.XM, rover.YM, rover.HeadingRad,
        .. CsvTable.Padded(rover.State, options.States.Count), .. CsvTable.Padded(rover.Input, options.Inputs.Count),
        rover.Figure, rover.Count < 0 ? "" : (object)rover.Count,
    ];
}
