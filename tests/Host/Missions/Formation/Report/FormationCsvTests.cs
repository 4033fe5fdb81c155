using System.Globalization;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Report;

public sealed class FormationCsvTests
{
    [Theory]
    [InlineData("rover", "rover-1.position_m,rover-1.speed_m_s,rover-1.acceleration_m_s2")]
    [InlineData("linear", "rover-1.position_m,rover-1.state_2,rover-1.input")]
    public void A_linear_plants_second_state_is_no_speed_and_its_input_no_acceleration(string body, string columns)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new FormationCsv(writer, [RoverSignals.Of(body, 2, 1)]).Add(Record);
        Assert.EndsWith(columns, writer.ToString().Split('\n')[0], StringComparison.Ordinal);
    }

    private static readonly PeriodRecord Record = new(
        7, 1.75, 0.1 + 0.2, [-0.5, double.NaN], 2, 1e-17, [3, 4],
        [new RoverRecord("rover-1", "running", 1, [Math.PI, -0.0], [1.0 / 3], "say \"hi\", twice", 5, 12.5, 0)]);

    [Fact]
    public void Every_column_names_its_unit_and_every_double_reads_back_the_same()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var csv = new FormationCsv(writer, [RoverSignals.Wheels]);
        csv.Add(Record);
        csv.Add(Record with { Tick = 8, Multipliers = [] });
        var lines = writer.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(
            "tick,time_s,stage_cost,rounds,residual,coupling_error_1_m,coupling_error_2_m,multiplier_1,multiplier_2,rover-1.mode,rover-1.parameter_version,"
            + "rover-1.solver_status,rover-1.iterations,rover-1.solve_us,rover-1.deadline_misses,rover-1.position_m,rover-1.speed_m_s,rover-1.acceleration_m_s2",
            lines[0]);
        Assert.Equal(lines[1].Split(',').Length, lines[2].Split(',').Length);
        Assert.Contains("\"say \"\"hi\"\", twice\"", lines[1], StringComparison.Ordinal);
        var plain = lines[1].Replace("\"say \"\"hi\"\", twice\"", "x", StringComparison.Ordinal).Split(',');
        Assert.Equal(lines[0].Split(',').Length, plain.Length);
        Assert.Equal(0.1 + 0.2, double.Parse(plain[2], CultureInfo.InvariantCulture));
        Assert.Equal("NaN", plain[6]);
        Assert.Equal(Math.PI, double.Parse(plain[15], CultureInfo.InvariantCulture));
        Assert.Equal(1.0 / 3, double.Parse(plain[17], CultureInfo.InvariantCulture));
    }
}
