using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Integration.Formation;

/// <summary>What a run says of rovers that were stopped, and of frames that nobody of the fleet sent.</summary>
public sealed class FormationTurnoutTests
{
    private static readonly string[] Names = ["rover-1", "rover-2", "rover-3"];

    [Fact]
    public void A_rover_that_is_switched_off_and_stays_so_is_missed_by_name()
    {
        var summary = Run(
            new FormationRunOptions { Scenario = FormationScenario.PaperS1(), Rovers = Names, Periods = 80, PushSecondVersion = false,
                InProcess = true, AfterPeriod = (period, rovers) =>
        {
            if (period == 30)
                rovers[1].PowerOff();
        } });

        var missing = Assert.Single(summary.Turnout.Missing);
        Assert.Equal("rover-2", missing.Rover);
        Assert.InRange(missing.Done, 28, 32);
        Assert.False(summary.Turnout.IsNone);
    }

    [Fact]
    public void A_fleet_that_was_stopped_drove_nobody()
    {
        var summary = Run(
            new FormationRunOptions { Scenario = FormationScenario.PaperS1(), Rovers = Names, Periods = 60, PushSecondVersion = false,
                InProcess = true, AfterPeriod = (period, rovers) =>
        {
            foreach (var rover in period == 30 ? rovers : [])
                rover.PowerOff();
        } });

        Assert.True(summary.Turnout.IsNone);
    }

    [Fact]
    public void An_emergency_stop_in_the_middle_is_missed_by_name()
    {
        using var broker = Broker();
        var link = Client(broker, "person");
        var summary = Run(OverBroker(broker) with { AfterPeriod = (period, _) =>
        {
            if (period == 30)
            {
                Publish(
                    link, "rover-1", Topics.Command, FrameKind.Command, new CommandFrame { Command = RoverCommand.EmergencyStop }.Write);
            }
        } });

        var missing = Assert.Single(summary.Turnout.Missing);
        Assert.Equal(("rover-1", "emergency-stop"), (missing.Rover, missing.AtEnd));
    }

    [Theory]
    [InlineData("nobody")] // does not exist
    [InlineData("rover-2")] // its own topic, forged
    public void A_forged_coordinator_number_stops_nobody_in_this_run_or_a_later_one(string topic)
    {
        using var broker = Broker();
        var link = Client(broker, "forger");
        void Forge() =>
            Publish(
                link, topic, Topics.State, FrameKind.State,
                new StateFrame(0) { Mode = RoverMode.Running, CoordinatorEpoch = uint.MaxValue }.Write, retain: true);
        // Left over from an earlier attack, and again and again while they drive.
        Forge();
        var during = Run(OverBroker(broker) with { AfterPeriod = (period, _) =>
        {
            if (period % 20 == 10)
                Forge();
        } });
        Forge();
        var after = Run(OverBroker(broker));

        Assert.Null(during.Turnout.Sentence);
        Assert.Null(after.Turnout.Sentence);
    }

    /// <summary>It is told to start unarmed, for it is said to drive already. Simulated time stands for the start; only when it passes does
    /// the rover say how it is.</summary>
    [Fact]
    public void A_rover_that_is_said_to_drive_while_it_is_to_be_armed_is_armed_once_it_has_spoken()
    {
        using var broker = Broker();
        var link = Client(broker, "forger");
        using var started = new ManualResetEventSlim();
        var forger = new Thread(() =>
        {
            // Many at once: nearly every look of the host ends with one of these.
            while (!started.Wait(1))
            {
                for (var i = 0; i < 8; i++)
                    Publish(link, "rover-2", Topics.State, FrameKind.State, new StateFrame(0) { Mode = RoverMode.Running }.Write);
            }
        });
        forger.Start();
        try
        {
            using var run = new FormationRun(OverBroker(broker));
            run.Said += text =>
            {
                if (text.Contains("rovers started", StringComparison.Ordinal))
                    started.Set();
            };
            Assert.Null(run.Execute(TestContext.Current.CancellationToken).Turnout.Sentence);
        }
        finally
        {
            started.Set();
            forger.Join();
        }
    }

    [Fact]
    public void A_rover_whose_plans_cannot_be_is_left_out_by_name_and_the_others_drive()
    {
        using var broker = Broker();
        var link = Client(broker, "forger");
        var sequence = 1_000_000u;
        var said = new List<string>();
        var summary = Run(OverBroker(broker) with { AfterPeriod = (period, rovers) =>
        {
            var plan = new PlanFrame(10, 0) { Tick = rovers[1].Agent.Tick + 1, OutputCount = 10 };
            Array.Fill(plan.Outputs, 1e300);
            for (var i = 0; i < (period >= 20 ? 3 : 0); i++)
                Publish(link, "rover-2", Topics.Plan, FrameKind.Plan, plan.Write, epoch: 1, sequence: ++sequence);
        } }, said);

        Assert.Equal("rover-2", Assert.Single(summary.Turnout.Missing).Rover);
        Assert.Contains(said, text => text.StartsWith("rover-2 is left out", StringComparison.Ordinal));
    }

    private static FormationSummary Run(FormationRunOptions options, List<string>? said = null)
    {
        using var run = new FormationRun(options);
        run.Said += text => said?.Add(text);
        return run.Execute(TestContext.Current.CancellationToken);
    }

    private static MosquittoBroker Broker()
    {
        Lanes.RequireMosquitto();
        return MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
    }

    private static FormationRunOptions OverBroker(MosquittoBroker broker) => new()
    {
        Scenario = FormationScenario.PaperS1(), Rovers = Names, Periods = 80, PushSecondVersion = false, BrokerHost = MosquittoBroker.Host,
        BrokerPort = broker.Port,
    };

    private static IMessageLink Client(MosquittoBroker broker, string id)
    {
        var link = LinkFactory.Choose(LinkFactory.Auto).Create();
        link.Connect(new LinkOptions { ClientId = id, Host = MosquittoBroker.Host, Port = broker.Port });
        return link;
    }

    private static void Publish(
        IMessageLink link, string rover, string leaf, FrameKind kind, Func<byte[], int, int> write, bool retain = false,
        uint epoch = uint.MaxValue, uint sequence = 1)
    {
        var buffer = new byte[4096];
        var length = FrameCodec.Seal(buffer, kind, epoch, sequence, 0, write(buffer, FrameCodec.HeaderBytes));
        Assert.True(link.TryPublish(Topics.Of("demo", rover, leaf), buffer.AsSpan(0, length), QualityOfService.AtLeastOnce, retain));
    }
}
