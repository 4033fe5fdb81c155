using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "broker killed", "delay, stall", "host dies during control", in simulated time.</summary>
public class LinkFaultTests
{
    private const double BackWithinPeriods = 3.0 / 0.25;

    [Fact]
    public void A_dead_broker_degrades_within_10_periods_stops_within_40_and_the_fleet_is_back_within_3_seconds_of_it()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(30.5);
        fleet.Broker.Kill();
        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Degraded), 10));
        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Action == SafetyAction.LocalOnly), 12));
        Assert.All(fleet.Rovers, r => Assert.NotEqual(RoverMode.SafeStop, r.Agent.Mode));
        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.SafeStop), 40 - 10));
        Assert.All(fleet.Bodies, body => Assert.True(body.IsStopped));

        // Latched: nothing but a command moves them again.
        fleet.Run(20);
        Assert.All(fleet.Rovers, r => Assert.Equal(RoverMode.SafeStop, r.Agent.Mode));
        fleet.Broker.Restart(keepRetained: false);
        Assert.True(
            fleet.RunUntil(
                () => fleet.Rovers.All(
                    r => r.Agent.Reconnects > 0 && fleet.Session.Roster[r.Name].LastHeardUs > fleet.Clock.NowUs - 500_000),
                    BackWithinPeriods));
        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running), 20), fleet.Mission!.Waiting);
        Assert.True(fleet.RunUntil(() => fleet.Rovers.Select(r => r.Agent.Tick).Distinct().Count() == 1, 2));
    }

    [Fact]
    public void A_set_pushed_while_the_broker_is_down_reaches_every_rover_and_the_broker_has_it_again()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(20);
        fleet.Broker.Kill();
        fleet.Mission!.Push(2, fleet.Sets(new TestSet { Version = 2, Model = 2 }), fleet.Clock.NowUs);
        fleet.Run(4);
        fleet.Broker.Restart(keepRetained: false);

        Assert.True(fleet.RunUntil(() => fleet.Mission.Rollout.AllStaged, BackWithinPeriods + 8));
        using var newcomer = new InProcessLink(fleet.Broker);
        newcomer.Connect(new LinkOptions { ClientId = "newcomer" });
        newcomer.Subscribe($"mae/1/{TestFleet.Name}/+/param/desired", QualityOfService.AtLeastOnce);
        var desired = new HashSet<string>();
        while (newcomer.TryReceive(out var message))
            desired.Add(message.Topic);
        Assert.Equal(3, desired.Count);
    }

    [Fact]
    public void A_broker_killed_time_and_again_leaves_a_fleet_that_drives()
    {
        var kills = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 50 : 8;
        using var fleet = new TestFleet().Start();
        var random = new Random(11);
        for (var kill = 0; kill < kills; kill++)
        {
            fleet.Run(2 + (random.NextDouble() * 10));
            fleet.Broker.Kill();
            fleet.Run(random.NextDouble() * 40);
            fleet.Broker.Restart(keepRetained: random.Next(2) == 0);
            Assert.True(
                fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running), BackWithinPeriods + 20), $"kill {kill}");
            Assert.All(fleet.Rovers, r => Assert.Equal(1u, r.Agent.ParameterVersion));
        }

        Assert.Equal(0, fleet.Tap.Bad);
    }

    [Fact]
    public void A_host_that_dies_and_returns_takes_the_fleet_over_without_a_lunge()
    {
        const double rate = 0.5;
        using var fleet = new TestFleet(new FleetSetup { Tune = (_, options) => options.InputRatePerPeriod = rate }).Start();
        fleet.Run(40.5);
        var before = fleet.Session.EpochOf(fleet.Rovers[0].Name);
        fleet.KillHost();
        fleet.Run(13);
        Assert.All(fleet.Rovers, r => Assert.Equal(SafetyAction.LocalOnly, r.Agent.Action));
        var from = fleet.Bodies.Select(b => b.Commands.Count).ToArray();

        fleet.OpenHost();
        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running), 15), fleet.Mission!.Waiting);
        fleet.Run(30);
        Assert.True(fleet.Session.EpochOf(fleet.Rovers[0].Name) > before);
        Assert.All(fleet.Rovers, r => Assert.Equal(RoverMode.Running, r.Agent.Mode));
        for (var i = 0; i < 3; i++)
        {
            var commands = fleet.Bodies[i].Commands.Skip(from[i] - 1).ToArray();
            Assert.True(commands.Length > 30);
            Assert.All(commands.Zip(commands.Skip(1)), pair => Assert.True(Math.Abs(pair.Second - pair.First) <= rate + 1e-12, $"{pair}"));
        }
    }

    [Fact]
    public void A_host_that_returns_after_the_rovers_have_stopped_and_rebooted_is_obeyed_again()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(10);
        fleet.KillHost();
        fleet.Run(45);
        Assert.All(fleet.Rovers, r => Assert.Equal(RoverMode.SafeStop, r.Agent.Mode));
        foreach (var rover in fleet.Rovers)
            rover.Reboot();
        fleet.OpenHost(version: 2, model: 2);

        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running), 60), fleet.Mission!.Waiting);
        Assert.All(fleet.Rovers, r => Assert.Equal(2u, r.Agent.ParameterVersion));
    }

    [Fact]
    public void A_rover_that_drops_out_and_returns_joins_at_the_fleets_tick_and_hurries_nobody()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(30.5);
        fleet.Rovers[2].PowerOff();
        fleet.Run(12);
        Assert.All([0, 1], i => Assert.Equal(RoverMode.Running, fleet.Agent(i).Mode));
        fleet.Rovers[2].Reboot();
        var start = fleet.Agent(0).Tick;
        var startUs = fleet.Clock.NowUs;

        Assert.True(fleet.RunUntil(() => fleet.Agent(2).IsDriving, 20), $"{fleet.Agent(2).Mode}");
        fleet.Run(30);
        Assert.Single(fleet.Rovers.Select(r => r.Agent.Tick).Distinct());
        var periods = (double)(fleet.Clock.NowUs - startUs) / fleet.PeriodUs;
        Assert.InRange(fleet.Agent(0).Tick - start, periods * 0.97, periods + 1);
        var missed = fleet.Agent(2).RoundsMissed;
        fleet.Run(20);
        Assert.Equal(missed, fleet.Agent(2).RoundsMissed);
    }
}
