using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Messaging.Faults;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "delay, stall", at the agent: age is that of what a price says, not of its arrival.</summary>
public class DelayFaultTests
{
    [Theory]
    [InlineData(0.5, SafetyAction.HoldMultipliers)] // 4 T there and back
    [InlineData(2.0, SafetyAction.LocalOnly)] // 16 T
    public void A_network_that_is_late_each_way_degrades_as_far_as_its_news_are_old(double delayS, SafetyAction action)
    {
        using var fleet = Delayed(out var links);
        fleet.Run(40.5);
        Assert.All(fleet.Rovers, r => Assert.Equal(SafetyAction.Continue, r.Agent.Action));

        links.ForEach(link => link.DelayUs = (long)(delayS * 1e6));
        fleet.Run(50 + (8 * delayS));
        for (var period = 0; period < 20; period++)
        {
            fleet.Run(1);
            Assert.All(fleet.Rovers, r => Assert.Equal(action, r.Agent.Action));
            Assert.All(fleet.Rovers, r => Assert.InRange(Math.Abs(r.Agent.Applied[0]), 0.0, 1.0));
        }

        links.ForEach(link => link.DelayUs = 0);
        Assert.True(
            fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running && !r.Agent.HasOldPrice), 60),
            fleet.Mission!.Waiting);
        fleet.Run(40);
        Assert.InRange(fleet.CouplingErrorM(40), 0.0, 0.6);
    }

    [Theory]
    [InlineData(4.0)] // 32 T, but a link on which nothing is heard for 20 T is made anew, and what was on its way is lost
    [InlineData(6.0)]
    public void A_network_on_which_nothing_is_heard_for_forty_periods_stops_a_rover(double delayS)
    {
        using var fleet = Delayed(out var links);
        fleet.Run(40.5);

        links.ForEach(link => link.DelayUs = (long)(delayS * 1e6));

        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.SafeStop), 45));
    }

    [Fact]
    public void A_stall_of_two_seconds_holds_the_prices_and_goes_on()
    {
        using var fleet = Delayed(out var links);
        fleet.Run(40.5);

        fleet.Broker.Freeze();
        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Action == SafetyAction.HoldMultipliers), 4.1));
        fleet.Run(3);
        fleet.Broker.Thaw();

        Assert.True(fleet.RunUntil(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running && !r.Agent.HasOldPrice), 4));
        Assert.All(links, link => Assert.Equal(0, link.Count));
    }

    [Fact]
    public void A_price_that_no_cost_justifies_is_refused_and_its_sender_not_heard()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(20.5);
        var agent = fleet.Agent(0);
        var price = agent.Controller.Price.ToArray();
        var refused = agent.FramesRefused;
        var negotiator = TestSet.Negotiator(fleet.Scenario);
        double[] lower = [0.0], upper = [0.0];
        negotiator.CopyPriceLimits(0, lower, upper);
        Assert.InRange(upper[0], 50.0, 500.0);

        var epoch = fleet.Session.EpochOf(fleet.Rovers[0].Name);
        fleet.KillHost();
        fleet.Run(5);
        Assert.Equal(SafetyAction.HoldMultipliers, agent.Action);
        using var forger = new CommandSender(fleet, epoch + 1);
        forger.Dual(0, agent.Tick, upper[0] + 1.0, price.Length);
        fleet.Run(1);

        Assert.Equal(refused + 1, agent.FramesRefused);
        Assert.NotEqual(upper[0] + 1.0, agent.Controller.Price[0]);
        Assert.Equal(SafetyAction.HoldMultipliers, agent.Action);
        forger.Dual(0, agent.Tick, upper[0] - 1.0, price.Length);
        fleet.Run(1);
        Assert.Equal(SafetyAction.Continue, agent.Action);
    }

    private static TestFleet Delayed(out List<DelayedLink> links)
    {
        var made = links = [];
        SimulatedClock? clock = null;
        var fleet = new TestFleet(new FleetSetup
        {
            RoverLink = (_, link) =>
            {
                var delayed = new DelayedLink(link, () => clock?.NowUs ?? 0, seed: 1, lossy: string.Empty);
                made.Add(delayed);
                return delayed;
            },
        });
        clock = fleet.Clock;
        return fleet.Start();
    }
}
