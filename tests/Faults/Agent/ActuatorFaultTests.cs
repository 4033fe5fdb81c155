using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "actuator saturated or slow": limits never exceeded; recovered within a second.</summary>
public class ActuatorFaultTests
{
    private const long Period = 250_000;
    private const double Rate = 0.5;
    private static readonly long _begin = 60 * Period;
    private static readonly long _end = 80 * Period;

    [Theory]
    [InlineData(FaultKind.ActuatorSaturated, 0.3)]
    [InlineData(FaultKind.ActuatorSlow, 0.5)]
    public void Limits_hold_while_it_lasts_and_the_formation_is_back_a_second_after_it(FaultKind kind, double magnitude)
    {
        using var clean = Fleet();
        using var fleet = Fleet(new Fault(kind, _begin, _end, magnitude));
        Run(clean.Start(), _end + (4 * Period));
        Run(fleet.Start(), _begin);
        var from = fleet.Bodies.Select(body => body.Commands.Count).ToArray();
        while (fleet.Clock.NowUs < _end + (4 * Period))
        {
            fleet.Run(1);
            Assert.All(fleet.Rovers, r => Assert.Equal(RoverMode.Running, r.Agent.Mode));
        }

        for (var i = 0; i < 3; i++)
        {
            var commands = fleet.Bodies[i].Commands.Skip(from[i] - 1).ToArray();
            Assert.True(commands.Length > 20);
            Assert.All(commands, command => Assert.InRange(command, -1.0, 1.0));
        }

        Assert.All(
            fleet.Bodies[0].Commands.Skip(from[0] + 1).Take(15),
            command => Assert.True(kind != FaultKind.ActuatorSaturated || Math.Abs(command) <= magnitude));
        Assert.True(fleet.CouplingErrorM(20) <= 2.0 * clean.CouplingErrorM(20));
    }

    private static TestFleet Fleet(params Fault[] faults) => new(new FleetSetup
    {
        Tune = (_, options) => options.InputRatePerPeriod = Rate,
        Body = (i, body, clock) => i == 0 ? new FaultyBody(body, new FaultSchedule(faults), clock) : body,
    });

    private static void Run(TestFleet fleet, long untilUs) => Assert.True(fleet.RunUntil(() => fleet.Clock.NowUs >= untilUs, 200));
}
