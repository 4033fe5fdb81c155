using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>Every signal of a team's run, one row a control period. The unit of a column stands in its header; what is not known leaves its field empty.</summary>
public sealed class TeamCsv(TextWriter writer, TeamRunOptions options)
{
    private bool started;

    /// <summary>Appends a row; the first also writes the header.</summary>
    public void Add(TeamRecord record)
    {
        if (!started)
            writer.WriteLine(string.Join(',', Header()));
        started = true;
        writer.WriteLine(string.Join(',', Fields(record)));
    }

    private IEnumerable<string> Header() =>
        ((string[])["tick", "time_s"]).Concat(options.Rovers.SelectMany(rover =>
            ((string[])["mode", "parameter_version", "true_x_m", "true_y_m", "true_heading_rad"])
                .Concat(options.States.Select(signal => signal.Column))
                .Concat(options.Inputs.Select(signal => signal.Column))
                .Concat([options.Telemetry.Figure.Column, options.Telemetry.Count.Column])
                .Select(column => $"{rover}.{column}")));

    private IEnumerable<string> Fields(TeamRecord record)
    {
        yield return CsvField.Of(record.Tick);
        yield return CsvField.Of(record.TimeS);
        foreach (var rover in record.Rovers)
        {
            yield return CsvField.Of(rover.Mode);
            yield return CsvField.Of(rover.ParameterVersion);
            yield return CsvField.Of(rover.XM);
            yield return CsvField.Of(rover.YM);
            yield return CsvField.Of(rover.HeadingRad);
            for (var i = 0; i < options.States.Count; i++)
                yield return CsvField.Of(i < rover.State.Length ? rover.State[i] : double.NaN);
            for (var i = 0; i < options.Inputs.Count; i++)
                yield return CsvField.Of(i < rover.Input.Length ? rover.Input[i] : double.NaN);
            yield return CsvField.Of(rover.Figure);
            yield return rover.Count < 0 ? "" : CsvField.Of(rover.Count);
        }
    }
}
