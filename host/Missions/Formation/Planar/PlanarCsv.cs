using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Every signal of a formation in the plane, one row a control period. The unit of a column stands in its header; what is not
/// known leaves its field empty.</summary>
/// <param name="also">As of <see cref="CsvTable"/>.</param>
public sealed class PlanarCsv(TextWriter writer, Action<IReadOnlyList<string>, IReadOnlyList<object>>? also = null)
{
    private static readonly string[] OfRover =
    [
        "mode", "parameter_version", "true_x_m", "true_y_m", "true_heading_rad", "place_x_m", "place_y_m", "error_x_m", "error_y_m", "x_m",
        "y_m", "velocity_x_m_s",
        "velocity_y_m_s", "heading_rad", "acceleration_x_m_s2", "acceleration_y_m_s2", "local_cost", "iterations", "lost", "interventions",
    ];

    private static readonly string[] Common =
    [
        "tick", "time_s", "pace_share", "path_x_m", "path_y_m", "formation_error_m", "path_error_m", "formed", "shape", "contacts",
    ];

    private CsvTable? table;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers.</summary>
    public void Add(PlanarRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        table ??= new CsvTable(
            writer, [.. Common, .. record.Rovers.SelectMany(rover => OfRover.Select(name => $"{rover.Name}.{name}"))], also);
        table.Add(
        [
            record.Tick, record.TimeS, record.Share, record.PathXM, record.PathYM, record.FormationErrorM, record.PathErrorM,
            record.IsFormed ? 1 : 0, record.Shape, record.Contacts, .. record.Rovers.SelectMany(Fields),
        ]);
    }

    private static IEnumerable<object> Fields(PlanarRoverRecord rover) =>
    [
        rover.Mode, rover.ParameterVersion, rover.XM, rover.YM, rover.HeadingRad, rover.PlaceXM, rover.PlaceYM, rover.ErrorXM,
        rover.ErrorYM, .. CsvTable.Padded(rover.State, 5), .. CsvTable.Padded(rover.Input, 2), rover.Cost, rover.Iterations,
        rover.IsLost ? 1 : 0, rover.Interventions,
    ];
}
