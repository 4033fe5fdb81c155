using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Report;

/// <summary>
/// Every signal of a formation run, one row a control period. The unit of a column stands in its header; numbers are written so that
/// reading them gives the same double. What was not a number says NaN; what was not there is an empty field.
/// </summary>
/// <param name="signals">Of each rover, in the order of the records.</param>
/// <param name="also">As of <see cref="CsvTable"/>.</param>
public sealed class FormationCsv(
    TextWriter writer, IReadOnlyList<RoverSignals> signals, Action<IReadOnlyList<string>, IReadOnlyList<object>>? also = null)
{
    private CsvTable? table;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers and rows.</summary>
    public void Add(PeriodRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        table ??= new CsvTable(writer, Header(record), also);
        table.Add(Fields(record).Select(field => field is double.NaN ? "NaN" : field));
    }

    private IEnumerable<string> Header(PeriodRecord record)
    {
        foreach (var name in new[] { "tick", "time_s", "stage_cost", "rounds", "residual" })
            yield return name;
        for (var row = 1; row <= record.CouplingErrorM.Length; row++)
            yield return $"coupling_error_{row}_m";
        for (var row = 1; row <= record.CouplingErrorM.Length; row++)
            yield return $"multiplier_{row}";
        foreach (var (rover, its) in record.Rovers.Zip(signals))
        {
            foreach (var name in new[] { "mode", "parameter_version", "solver_status", "iterations", "solve_us", "deadline_misses" })
                yield return $"{rover.Name}.{name}";
            foreach (var signal in its.States.Concat(its.Inputs))
                yield return $"{rover.Name}.{signal.Column}";
        }
    }

    private static IEnumerable<object> Fields(PeriodRecord record) =>
    [
        record.Tick, record.TimeS, record.StageCost, record.Rounds, record.Residual, .. record.CouplingErrorM.Cast<object>(),
        // A period whose negotiation was lost has no multipliers: its fields stay empty.
        .. record.CouplingErrorM.Select((_, row) => row < record.Multipliers.Length ? record.Multipliers[row] : (object)""),
        .. record.Rovers.SelectMany(Of),
    ];

    private static IEnumerable<object> Of(RoverRecord rover) =>
    [
        rover.Mode, rover.ParameterVersion, rover.SolverStatus, rover.Iterations, rover.SolveUs, rover.DeadlineMisses,
        .. rover.State.Cast<object>(), .. rover.Input.Cast<object>(),
    ];
}
