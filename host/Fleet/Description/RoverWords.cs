using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet.Description;

/// <summary>What a rover says in JSON, from a simulated one that is switched on, announced a set and asked to identify itself.</summary>
public static class RoverWords
{
    private const string Fleet = "fleet";
    private const string Rover = "rover";
    private const long PeriodUs = 250_000;

    /// <summary>Topic leaf to an example.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Examples()
    {
        var broker = new InProcessBroker();
        var clock = new SimulatedClock();
        var plain = new LinearBody(
            new LinearBodyOptions { A = [1, 0.25, 0, 1], B = [0, 0.25], InitialState = [0, 0], SpeedStates = [1], PeriodUs = PeriodUs });
        var body = new ClockedBody(plain, plain, clock);
        var link = new LinkOptions { ClientId = "describe" };
        using var rover = new RoverInstance(
            new RoverOptions { Fleet = Fleet, Name = Rover, PeriodUs = PeriodUs, Instance = 1 }, clock, body, new SimulatedFlash(16),
            () => new InProcessLink(broker), link, programs: new SimulatedPrograms());
        using var listener = new InProcessLink(broker);
        listener.Connect(link with { ClientId = "listener" });
        listener.Subscribe(Topics.Of(Fleet, Rover, "#"), QualityOfService.AtLeastOnce);
        using var host = new InProcessLink(broker);
        host.Connect(link with { ClientId = "host" });
        using var session = new FleetSession(host, Fleet);
        session.Subscribe();
        session.BeginEpoch();
        var found = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        for (var step = 0; step < 20; step++)
        {
            clock.AdvanceTo(clock.NowUs + (PeriodUs / 2));
            rover.Poll();
            session.Poll(clock.NowUs);
            if (step == 5)
                session.Command(Rover, RoverCommand.Identify);
            while (listener.TryReceive(out var message))
            {
                if (Topics.TrySplit(message.Topic, Fleet, out _, out var leaf) && message.Payload is [(byte)'{', ..]
                    && JsonNode.Parse(message.Payload) is JsonObject json)
                    found[leaf] = json;
            }
        }

        return found;
    }
}
