using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Every signal of a coverage run, one row a control period. The unit of a column stands in its header; what is absent leaves its
/// fields empty.</summary>
/// <param name="onWheels">Whether the rovers have two wheels: those are told a yaw rate and an acceleration, a disc an acceleration in both
/// directions.</param>
/// <param name="also">As of <see cref="CsvTable"/>.</param>
public sealed class CoverageCsv(
    TextWriter writer, bool onWheels = false, Action<IReadOnlyList<string>, IReadOnlyList<object>>? also = null)
{
    private static readonly string[] OfWheels = ["yaw_rate_rad_s", "acceleration_m_s2"];
    private static readonly string[] OfDiscs = ["acceleration_x_m_s2", "acceleration_y_m_s2"];

    private CsvTable? table;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers.</summary>
    public void Add(CoverageRecord record)
    {
        table ??= new CsvTable(writer, Header(record), also);
        table.Add(
        [
            record.Tick, record.TimeS, record.CoverDistanceM, record.Covered, record.Collisions, record.Reward,
            .. record.Rovers.SelectMany(Fields),
        ]);
    }

    private IEnumerable<string> Header(CoverageRecord record)
    {
        string[] ofRover =
            ["mode", "parameter_version", "x_m", "y_m", .. onWheels ? OfWheels : OfDiscs, "in_scope", "in_range", "silent"];
        return
        [
            "tick", "time_s", "cover_distance_m", "landmarks_covered", "collisions", "reward",
            .. record.Rovers.SelectMany(rover => ofRover.Select(name => $"{rover.Name}.{name}")),
        ];
    }

    private static object[] Fields(CoverageRoverRecord rover) =>
    [
        rover.Mode, rover.ParameterVersion, rover.XM, rover.YM, .. CsvTable.Padded(rover.Input, 2), rover.InScope, rover.InRange,
        rover.IsSilent ? 1 : 0,
    ];
}
