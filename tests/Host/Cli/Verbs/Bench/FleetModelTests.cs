using MultiAgentEdge.Host.Cli.Verbs;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Bench;

public sealed class FleetModelTests
{
    [Fact]
    public void What_was_made_by_such_a_law_is_found_again()
    {
        var model = FleetModel.Of([Point(50, 500, 4), Point(100, 1000, 4), Point(1, 200, 5)]);
        Assert.Equal(0.002, model.HostPerFleet, 1e-12);
        Assert.Equal(0.0001, model.HostPerRound, 1e-12);
        Assert.Equal(0.00005, model.BrokerPerRound, 1e-12);
        Assert.Equal(0, model.WorstError, 1e-9);
        var (host, broker, bytes) = model.Need(10_000, 10, 4);
        Assert.Equal(6.0, host, 1e-9);
        Assert.Equal(2.0, broker, 1e-9);
        Assert.Equal(3e8, bytes, 1e-3);
        // Cores of a host of two: 1.4; of a broker: 0.7 of its one.
        var limits = model.Limits(10, 4, cores: 2, fleetsOfSilo: 100);
        Assert.Equal([1000, Math.Round(1.4 / 0.0006), Math.Round(0.7 / 0.0002)], limits.Select(limit => Math.Round(limit.Rovers)));
        Assert.Contains("--most-fleets", limits[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_that_tell_fleets_and_rovers_not_apart_and_noise_give_nothing_below_zero()
    {
        var alike = FleetModel.Of([Point(1, 10, 4), Point(2, 20, 4)]);
        Assert.Equal(0, alike.HostPerFleet);
        Assert.Equal(0.0001 + (0.002 / 40), alike.HostPerRound, 1e-9);
        var odd = FleetModel.Of([new(1, 100, 400, 1, 0.1, 1), new(100, 100, 400, 0.5, 0.1, 1)]);
        Assert.True(odd is { HostPerFleet: 0, HostPerRound: > 0, WorstError: > 0 });
    }

    [Fact]
    public void A_result_is_read_and_anything_else_refused()
    {
        const string Text = """
            { "fleets": 2, "rovers": 20, "rounds_per_period": 3, "period_s": 0.5, "cores": 4,
              "host_cpu_share": 0.5, "broker_cpu_share": 0.25, "host_bytes_per_rover": 1000 }
            """;
        Assert.Equal(new FleetModel.Point(2, 20, 120, 2, 1, 1000), FleetModel.Read("x", Text));
        foreach (var wrong in new[] { "", "[]", "{}", Text.Replace("0.5", "\"0.5\"", StringComparison.Ordinal) })
            Assert.Equal("MAE587", Assert.Throws<MaeException>(() => FleetModel.Read("x", wrong)).Code);
    }

    private static FleetModel.Point Point(int fleets, int rovers, double rate) => new(
        fleets, rovers, rovers * rate, (0.002 * fleets) + (0.0001 * rovers * rate), 0.00005 * rovers * rate, 30_000);
}
