using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Runs;

/// <summary>How a run's rovers and coordinator talk: a broker that is there, one of our own, or the in-process link.</summary>
public sealed class RunTransport
{
    private readonly LinkFactory factory;
    private readonly LinkOptions common;

    private RunTransport(LinkFactory factory, string name, string? address, LinkOptions common)
    {
        this.factory = factory;
        this.common = common;
        Name = name;
        Address = address;
    }

    /// <summary>mqtt or in-process.</summary>
    public string Name { get; }

    /// <summary>host:port, and which broker it is where it is our own; null in process.</summary>
    public string? Address { get; }

    public string Client => factory.Description;

    /// <summary>What every client of this run has in common; the client id is to be replaced.</summary>
    public LinkOptions Options => common;

    /// <summary>Opens what the options ask for. Where no broker of our own can be started it falls back to the in-process link and says
    /// so.</summary>
    /// <param name="owned">Gets whatever must be disposed of after the run.</param>
    /// <param name="brokerHost">A broker that is there; null: one of our own.</param>
    /// <param name="client">auto or mqttnet.</param>
    /// <exception cref="MessagingException">A broker that was asked for by address, or a client asked for by name, is not
    /// there.</exception>
    public static RunTransport Open(
        bool inProcess, string? brokerHost, int brokerPort, string client, ICollection<IDisposable> owned, Action<string> say)
    {
        var common = new LinkOptions { ClientId = "mae" };
        if (inProcess)
            return InProcess(common);
        if (brokerHost is { } host)
        {
            var factory = LinkFactory.Choose(client);
            return new RunTransport(factory, "mqtt", BrokerAddress.Text(host, brokerPort), common with { Host = host, Port = brokerPort });
        }

        try
        {
            // The same on every machine, and nothing to install: a demonstration's broker lives in its process and keeps nothing.
            var factory = LinkFactory.Choose(client);
            var broker = MqttNetBroker.Start();
            owned.Add(broker);
            return new RunTransport(
                factory, "mqtt", $"{MqttNetBroker.Host}:{broker.Port} ({MqttNetBroker.Description})",
                common with { Host = MqttNetBroker.Host, Port = broker.Port });
        }
        catch (MessagingException missing) when (client == LinkFactory.Auto)
        {
            say($"no MQTT here, so the rovers talk in process. {missing.Message}");
            return InProcess(common);
        }
    }

    /// <summary>A new link, not connected.</summary>
    public IMessageLink Create() => factory.Create();

    /// <summary>A session of this run's host, connected under an id that no other host has, now and after a lost connection.</summary>
    /// <param name="keys">Of rovers that have keys.</param>
    public FleetSession OpenSession(string fleet, IEnumerable<string> rovers, FleetKeys? keys = null)
    {
        var options = common with { ClientId = ClientIds.Host(fleet, "run") };
        var link = factory.Create();
        link.Connect(options);
        var session = new FleetSession(link, fleet) { Reconnect = options, Members = rovers.ToHashSet(), Keys = keys };
        Spectators.Invite(new WatchedFleet(fleet, [.. rovers], factory.Create, common, keys) { Session = session });
        return session;
    }

    private static RunTransport InProcess(LinkOptions common) =>
        new(LinkFactory.Choose(LinkFactory.InProcess, new InProcessBroker()), "in-process", null, common);
}
