using System.Diagnostics;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Messaging.Faults;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "broker killed and restarted" and "half-open link", with each broker of our own and in real time. Limits are
/// counted in the rover's own periods: a slow machine makes them longer, not more.</summary>
public class RealBrokerFaultTests
{
    private const double PeriodS = 0.05;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(OwnBroker.MqttNet)]
    [InlineData(OwnBroker.Mosquitto)]
    public void A_killed_broker_stops_the_fleet_within_40_periods_and_has_it_back(string kind)
    {
        using var broker = FaultBroker.Start(kind);
        using var fleet = new RealFleet(broker.Port, broker.Port);
        fleet.Start();
        broker.Kill();
        var heard = fleet.Until(() => fleet.Agent(0).Mode is RoverMode.Degraded or RoverMode.SafeStop);
        Assert.True(heard && fleet.SilentPeriods <= 10, $"degraded after {fleet.SilentPeriods} periods");
        Assert.True(fleet.Until(() => fleet.Agent(0).Mode == RoverMode.SafeStop));
        Assert.InRange(fleet.SilentPeriods, 0u, 40u);
        Assert.True(fleet.Bodies[0].IsStopped);

        // Nothing is left on this broker: what the rovers are to have must be published anew.
        broker.Restart();
        Assert.True(fleet.Until(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running)), fleet.Mission.Waiting);
        Assert.True(fleet.BackAfter(broker.Port) >= 3, "desired sets are not on the broker again");
    }

    [Theory]
    [InlineData(OwnBroker.MqttNet)]
    [InlineData(OwnBroker.Mosquitto)]
    public void A_half_open_line_is_known_by_its_silence_and_the_connection_is_made_anew(string kind)
    {
        using var broker = FaultBroker.Start(kind);
        using var proxy = new TcpFaultProxy(FaultBroker.Host, broker.Port);
        using var fleet = new RealFleet(proxy.Port, broker.Port);
        fleet.Start();
        proxy.Fault = TcpFault.HalfOpen;
        Assert.True(fleet.Until(() => fleet.Agent(0).Mode is RoverMode.Degraded or RoverMode.SafeStop));
        Assert.InRange(fleet.SilentPeriods, 0u, 10u);
        Assert.True(fleet.Until(() => fleet.Agent(0).Reconnects > 0));
        Assert.InRange(fleet.SilentPeriods, 0u, 22u);

        // The line is whole again, but what went through it before is not: only a new connection can work.
        proxy.Fault = TcpFault.None;
        Assert.True(fleet.Until(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running && r.Agent.Reconnects > 0)));
    }

    // Row 6 of what broke under attack, through a real network: 16 periods late each way. Old multipliers counted as heard, and drove at
    // full input.
    [Theory]
    [InlineData(OwnBroker.MqttNet)]
    [InlineData(OwnBroker.Mosquitto)]
    public void A_line_that_is_sixteen_periods_late_each_way_drives_by_no_old_price_and_is_back_when_it_is_over(string kind)
    {
        using var broker = FaultBroker.Start(kind);
        using var proxy = new TcpFaultProxy(FaultBroker.Host, broker.Port);
        using var fleet = new RealFleet(proxy.Port, broker.Port);
        fleet.Start();
        proxy.Fault = TcpFault.Delayed((int)(16 * PeriodS * 1000));
        Assert.True(fleet.Until(() => fleet.Agent(0).Action is SafetyAction.LocalOnly or SafetyAction.SafeStop));

        var (tick, driven) = (fleet.Agent(0).Tick, new List<double>());
        Assert.True(fleet.Until(() =>
        {
            var agent = fleet.Agent(0);
            if (agent.Action == SafetyAction.Continue && !agent.HasOldPrice && agent.IsDriving)
                driven.Add(agent.Controller.Price.Max(Math.Abs));
            Assert.InRange(Math.Abs(agent.Applied[0]), 0.0, 1.0);
            return agent.Tick - tick is > 80 and < 0x80000000u || fleet.Agent(0).Mode == RoverMode.SafeStop;
        }));

        // What is as late as this is told to drive alone, if anything: by no price.
        Assert.All(driven, price => Assert.Equal(0.0, price));
        proxy.Fault = TcpFault.None;
        Assert.True(
            fleet.Until(() => fleet.Rovers.All(r => r.Agent.Mode == RoverMode.Running && !r.Agent.HasOldPrice)), fleet.Mission.Waiting);
    }

    /// <summary>The fleet of <see cref="TestFleet"/> by the wall clock.</summary>
    private sealed class RealFleet : IDisposable
    {
        private readonly TestFleet fleet;
        private readonly LinkFactory factory;
        private (uint HostTick, uint Tick) heard;

        public RealFleet(int roverPort, int hostPort)
        {
            factory = LinkFactory.Choose();
            fleet = new TestFleet(new FleetSetup
            {
                PeriodUs = (long)(PeriodS * 1e6),
                Connect = factory.Create,
                Link = new LinkOptions { ClientId = "rover", Port = roverPort },
                HostLinkOptions = new LinkOptions { ClientId = "mae-host", Port = hostPort },
                RealClock = new SystemClock(),
            });
        }

        public RoverInstance[] Rovers => fleet.Rovers;

        public RecordingBody[] Bodies => fleet.Bodies;

        public FormationMission Mission => fleet.Mission!;

        /// <summary>Of the first rover, since a multiplier reached it: what a starved machine delivers late ends a silence late.
        /// Multipliers come in every period, so only upper limits are held by it; lower ones are held in simulated time.</summary>
        public uint SilentPeriods => Agent(0).Tick - heard.Tick;

        public RoverAgent Agent(int rover) => fleet.Agent(rover);

        public void Start()
        {
            Assert.True(Until(() => Rovers.All(r => r.Agent.Mode == RoverMode.Running)), $"{Mission.Phase} {Mission.Waiting}");
            var tick = Agent(0).Tick;
            Assert.True(Until(() => Agent(0).Tick > tick + 10));
        }

        public bool Until(Func<bool> done)
        {
            var began = Stopwatch.GetTimestamp();
            while (!done())
            {
                if (Stopwatch.GetElapsedTime(began) > _patience)
                    return false;
                fleet.PollAll();
                if (Agent(0).HostTick != heard.HostTick)
                    heard = (Agent(0).HostTick, Agent(0).Tick);
                Thread.Sleep(1);
            }

            return true;
        }

        /// <summary>How many desired sets a newcomer finds.</summary>
        public int BackAfter(int port)
        {
            using var newcomer = factory.Create();
            newcomer.Connect(new LinkOptions { ClientId = "newcomer", Port = port });
            newcomer.Subscribe($"mae/1/{TestFleet.Name}/+/param/desired", QualityOfService.AtLeastOnce);
            var found = new HashSet<string>();
            Until(() =>
            {
                while (newcomer.TryReceive(out var message))
                    found.Add(message.Topic);
                return found.Count >= Rovers.Length;
            });
            return found.Count;
        }

        public void Dispose() => fleet.Dispose();
    }
}
