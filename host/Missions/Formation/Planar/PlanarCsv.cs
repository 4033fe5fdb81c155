using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Every signal of a formation in the plane, one row a control period. The unit of a column stands in its header; what is not known leaves its field empty.</summary>
public sealed class PlanarCsv(TextWriter writer)
{
    private static readonly string[] OfRover =
    [
        "mode", "parameter_version", "true_x_m", "true_y_m", "true_heading_rad", "place_x_m", "place_y_m", "error_x_m", "error_y_m", "x_m", "y_m", "velocity_x_m_s",
        "velocity_y_m_s", "heading_rad", "acceleration_x_m_s2", "acceleration_y_m_s2", "local_cost", "iterations", "lost", "interventions",
    ];

    private bool started;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers.</summary>
    public void Add(PlanarRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!started)
        {
            string[] common = ["tick", "time_s", "pace_share", "path_x_m", "path_y_m", "formation_error_m", "path_error_m", "formed", "shape", "contacts"];
            writer.WriteLine(string.Join(',', common.Concat(record.Rovers.SelectMany(rover => OfRover.Select(name => $"{rover.Name}.{name}")))));
        }

        started = true;
        writer.WriteLine(string.Join(',', Fields(record)));
    }

    private static IEnumerable<string> Fields(PlanarRecord record)
    {
        yield return CsvField.Of(record.Tick);
        foreach (var value in new[] { record.TimeS, record.Share, record.PathXM, record.PathYM, record.FormationErrorM, record.PathErrorM })
            yield return CsvField.Of(value);
        yield return record.IsFormed ? "1" : "0";
        yield return CsvField.Of(record.Shape);
        yield return CsvField.Of(record.Contacts);
        foreach (var rover in record.Rovers)
        {
            yield return CsvField.Of(rover.Mode);
            yield return CsvField.Of(rover.ParameterVersion);
            double[] numbers = [rover.XM, rover.YM, rover.HeadingRad, rover.PlaceXM, rover.PlaceYM, rover.ErrorXM, rover.ErrorYM];
            foreach (var value in numbers)
                yield return CsvField.Of(value);
            for (var k = 0; k < 5; k++)
                yield return CsvField.Of(k < rover.State.Length ? rover.State[k] : double.NaN);
            for (var k = 0; k < 2; k++)
                yield return CsvField.Of(k < rover.Input.Length ? rover.Input[k] : double.NaN);
            yield return CsvField.Of(rover.Cost);
            yield return CsvField.Of(rover.Iterations);
            yield return rover.IsLost ? "1" : "0";
            yield return CsvField.Of(rover.Interventions);
        }
    }
}
