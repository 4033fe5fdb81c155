using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Report;

/// <summary>
/// Every signal of a formation run, one row a control period. The unit of a column stands in its header; numbers are written so that
/// reading them gives the same double.
/// </summary>
/// <param name="signals">Of each rover, in the order of the records.</param>
public sealed class FormationCsv(TextWriter writer, IReadOnlyList<RoverSignals> signals)
{
    private bool started;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers and rows.</summary>
    public void Add(PeriodRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!started)
            writer.WriteLine(string.Join(',', Header(record)));
        started = true;
        writer.WriteLine(string.Join(',', Fields(record)));
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

    private static IEnumerable<string> Fields(PeriodRecord record)
    {
        yield return CsvField.Of(record.Tick);
        yield return Text(record.TimeS);
        yield return Text(record.StageCost);
        yield return CsvField.Of(record.Rounds);
        yield return Text(record.Residual);
        foreach (var value in record.CouplingErrorM)
            yield return Text(value);
        // A period whose negotiation was lost has no multipliers: its fields stay empty.
        for (var row = 0; row < record.CouplingErrorM.Length; row++)
            yield return row < record.Multipliers.Length ? Text(record.Multipliers[row]) : "";
        foreach (var rover in record.Rovers)
        {
            yield return CsvField.Of(rover.Mode);
            yield return CsvField.Of(rover.ParameterVersion);
            yield return CsvField.Of(rover.SolverStatus);
            yield return CsvField.Of(rover.Iterations);
            yield return Text(rover.SolveUs);
            yield return CsvField.Of(rover.DeadlineMisses);
            foreach (var value in rover.State)
                yield return Text(value);
            foreach (var value in rover.Input)
                yield return Text(value);
        }
    }

    private static string Text(double value) => double.IsNaN(value) ? "NaN" : CsvField.Of(value);
}
