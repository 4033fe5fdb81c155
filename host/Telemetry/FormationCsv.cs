using System.Globalization;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>
/// Every signal of a formation run, one row a control period. The unit of a column stands in its header; numbers are written so that
/// reading them gives the same double.
/// </summary>
public sealed class FormationCsv
{
    private static readonly string[] PlanarStates = ["position_m", "speed_m_s"];

    private readonly TextWriter writer;
    private bool started;

    public FormationCsv(TextWriter writer) => this.writer = writer;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers and rows.</summary>
    public void Add(PeriodRecord record)
    {
        if (!started)
            writer.WriteLine(string.Join(',', Header(record)));
        started = true;
        writer.WriteLine(string.Join(',', Fields(record)));
    }

    public static IEnumerable<string> Header(PeriodRecord record)
    {
        foreach (var name in new[] { "tick", "time_s", "stage_cost", "rounds", "residual" })
            yield return name;
        for (var row = 1; row <= record.CouplingErrorM.Length; row++)
            yield return $"coupling_error_{row}_m";
        for (var row = 1; row <= record.CouplingErrorM.Length; row++)
            yield return $"multiplier_{row}";
        foreach (var rover in record.Rovers)
        {
            foreach (var name in new[] { "mode", "parameter_version", "solver_status", "iterations", "solve_us", "deadline_misses" })
                yield return $"{rover.Name}.{name}";
            for (var i = 0; i < rover.State.Length; i++)
                yield return rover.Name + "." + (rover.State.Length == 2 ? PlanarStates[i] : $"state_{i + 1}");
            for (var i = 0; i < rover.Input.Length; i++)
                yield return rover.Name + "." + (rover.Input.Length == 1 ? "acceleration_m_s2" : $"input_{i + 1}");
        }
    }

    private static IEnumerable<string> Fields(PeriodRecord record)
    {
        yield return record.Tick.ToString(CultureInfo.InvariantCulture);
        yield return Text(record.TimeS);
        yield return Text(record.StageCost);
        yield return record.Rounds.ToString(CultureInfo.InvariantCulture);
        yield return Text(record.Residual);
        foreach (var value in record.CouplingErrorM)
            yield return Text(value);
        // A period whose negotiation was lost has no multipliers: its fields stay empty.
        for (var row = 0; row < record.CouplingErrorM.Length; row++)
            yield return row < record.Multipliers.Length ? Text(record.Multipliers[row]) : "";
        foreach (var rover in record.Rovers)
        {
            yield return Quoted(rover.Mode);
            yield return rover.ParameterVersion.ToString(CultureInfo.InvariantCulture);
            yield return Quoted(rover.SolverStatus);
            yield return rover.Iterations.ToString(CultureInfo.InvariantCulture);
            yield return Text(rover.SolveUs);
            yield return rover.DeadlineMisses.ToString(CultureInfo.InvariantCulture);
            foreach (var value in rover.State)
                yield return Text(value);
            foreach (var value in rover.Input)
                yield return Text(value);
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => text.AsSpan().IndexOfAny("\",\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
