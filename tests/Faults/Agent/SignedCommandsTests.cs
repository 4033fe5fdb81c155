using System.Security.Cryptography;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Security;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>An attacker who may publish whatever it likes, beside a driving fleet with keys. Without them each of these moved a rover or
/// made it deaf.</summary>
public sealed class SignedCommandsTests : IDisposable
{
    private const uint Far = uint.MaxValue;
    private static readonly FleetKeys Keys = FleetKeys.Of(RandomNumberGenerator.GetBytes(32));
    private readonly TestFleet fleet = new(new FleetSetup { Keys = Keys });

    public void Dispose() => fleet.Dispose();

    [Fact]
    public void Nobody_else_arms_starts_stops_or_identifies_and_the_host_is_obeyed_after_it()
    {
        fleet.Start();
        using var forger = new CommandSender(fleet, Far);
        SessionTag?[] tags =
            [null, Tag("rover-2", 0), Tag("rover-1", 0, instance: 77), Tag("rover-1", 0, boots: 2), Tag("rover-1", 0, fleetName: "g")];
        RoverCommand[] commands =
            [RoverCommand.Disarm, RoverCommand.Identify, RoverCommand.SafeStop, RoverCommand.Arm, RoverCommand.Start];
        foreach (var tag in tags)
        {
            foreach (var command in commands)
                forger.Send(0, command, tag);
        }

        fleet.Run(5);
        Assert.Equal((RoverMode.Running, 0), (fleet.Agent(0).Mode, fleet.Agent(0).Identified));
        Assert.True(fleet.Agent(0).FramesRefused >= 25, $"{fleet.Agent(0).FramesRefused}");
        Assert.True(fleet.Session.Roster["rover-1"].CoordinatorEpoch < 10, "a forged number counted");
        fleet.Session.Command(fleet.Names[0], RoverCommand.Identify);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Identified == 1, 2), "deaf to the host");
    }

    [Fact]
    public void Prices_of_anybody_else_are_no_prices()
    {
        fleet.Start();
        fleet.Run(20);
        var before = fleet.CouplingErrorM(10);
        using var forger = new CommandSender(fleet, Far);
        for (var period = 0; period < 20; period++)
        {
            for (var rover = 0; rover < 3; rover++)
                forger.Dual(rover, fleet.Agent(rover).Tick, 3, fleet.Scenario.Coupling.StageCount * fleet.Scenario.Coupling.OutputCount);
            fleet.Run(1);
        }

        Assert.All(fleet.Rovers, rover => Assert.Equal(RoverMode.Running, rover.Agent.Mode));
        Assert.InRange(fleet.CouplingErrorM(10), 0, (2 * before) + 0.05);
    }

    [Fact]
    public void An_emergency_stop_is_taken_from_anybody_and_released_by_the_host_alone()
    {
        fleet.Start();
        using var anybody = new CommandSender(fleet, Far);
        anybody.Send(0, RoverCommand.EmergencyStop);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.EmergencyStop, 1));
        Assert.True(fleet.Session.Roster["rover-1"].CoordinatorEpoch < 10, "a stranger's number is passed on");
        anybody.Send(0, RoverCommand.ResetEmergencyStop);
        fleet.Run(2);
        Assert.Equal(RoverMode.EmergencyStop, fleet.Agent(0).Mode);
        fleet.Session.Command(fleet.Names[0], RoverCommand.ResetEmergencyStop);
        Assert.True(
            fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.Disarmed, 2), "the number of a stop that is not the host's counted");
    }

    [Fact]
    public void What_the_host_said_in_another_life_of_the_rover_moves_it_no_more()
    {
        // Recorded from the beginning, replayed to the rover as it comes back with an empty memory of numbers.
        using var recorder = Recorder("cmd");
        fleet.Start();
        fleet.Run(3);
        var said = Recorded(recorder);
        fleet.KillHost();
        fleet.Rovers[0].Reboot();
        fleet.Run(5);
        Assert.Equal(RoverMode.Disarmed, fleet.Agent(0).Mode);
        Replay(recorder, said);
        fleet.Run(5);
        Assert.Equal(RoverMode.Disarmed, fleet.Agent(0).Mode);
    }

    [Fact]
    public void A_rover_that_was_switched_off_and_on_obeys_its_host_again()
    {
        fleet.Start();
        fleet.Rovers[0].Reboot();
        fleet.Run(5);
        fleet.Session.Command(fleet.Names[0], RoverCommand.Identify);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Identified == 1, 2), "the host signs for a life that is over");
    }

    /// <summary>The codes are right and the life is this one: only their numbers have passed.</summary>
    [Fact]
    public void What_the_host_said_in_this_life_moves_it_once()
    {
        using var recorder = Recorder("cmd");
        fleet.Start();
        fleet.Session.Command(fleet.Names[0], RoverCommand.Identify);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Identified == 1, 2));
        var said = Recorded(recorder);
        fleet.KillHost();
        using var stop = new CommandSender(fleet, 1);
        stop.Send(0, RoverCommand.EmergencyStop);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.EmergencyStop, 2));
        Replay(recorder, said);
        fleet.Run(5);
        Assert.Equal((RoverMode.EmergencyStop, 1), (fleet.Agent(0).Mode, fleet.Agent(0).Identified));
    }

    [Fact]
    public void Prices_of_this_life_are_prices_once()
    {
        using var recorder = Recorder("dual");
        fleet.Start();
        fleet.Run(5);
        var said = Recorded(recorder);
        fleet.KillHost();
        // A rover that goes on hearing its host of a while ago, over and over, drives by it: one that does not stops by itself.
        for (var period = 0; period < 60; period++)
        {
            Replay(recorder, said);
            fleet.Run(1);
        }

        Assert.Equal(RoverMode.SafeStop, fleet.Agent(0).Mode);
        var heard = fleet.Agent(0).HostTick;
        // The oldest alone: taken again, it would set the host's time back.
        Replay(recorder, said[..1]);
        fleet.Run(1);
        Assert.Equal(heard, fleet.Agent(0).HostTick);
    }

    private InProcessLink Recorder(string leaf)
    {
        var recorder = new InProcessLink(fleet.Broker);
        recorder.Connect(new LinkOptions { ClientId = "recorder" });
        recorder.Subscribe($"mae/1/{TestFleet.Name}/rover-1/{leaf}", QualityOfService.AtLeastOnce);
        return recorder;
    }

    private static List<Message> Recorded(InProcessLink recorder)
    {
        var said = new List<Message>();
        while (recorder.TryReceive(out var message))
            said.Add(message);
        Assert.True(said.Count >= 2, "nothing recorded");
        return said;
    }

    private static void Replay(InProcessLink recorder, List<Message> said)
    {
        foreach (var message in said)
            Assert.True(recorder.TryPublish(message.Topic, message.Payload, QualityOfService.AtLeastOnce, retain: false));
        // It hears itself.
        while (recorder.TryReceive(out _))
        {
        }
    }

    private SessionTag Tag(string rover, int index, uint? instance = null, uint? boots = null, string fleetName = TestFleet.Name)
    {
        var life = fleet.Session.Roster[fleet.Names[index]].Life;
        var tag = new SessionTag(Keys.KeyOf(rover), fleetName, rover);
        tag.Begin(boots ?? (uint)life.Boot!, instance ?? (uint)life.Instance!);
        return tag;
    }
}
