namespace MultiAgentEdge.Host.Messaging;

/// <summary>Decides once which MQTT client a program uses, and makes links of it.</summary>
public sealed class LinkFactory
{
    public const string Auto = "auto";
    public const string InProcess = "in-process";
    public const string MqttNet = "mqttnet";

    private readonly Func<IMessageLink> _create;

    private LinkFactory(string name, string description, string why, Func<IMessageLink> create)
    {
        Name = name;
        Description = description;
        Why = why;
        _create = create;
    }

    /// <summary>What <see cref="Choose"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, InProcess, MqttNet];

    /// <summary>One of <see cref="Names"/>, never "auto".</summary>
    public string Name { get; }

    /// <summary>Client and version, as <see cref="IMessageLink.Description"/>.</summary>
    public string Description { get; }

    /// <summary>For people: why this one.</summary>
    public string Why { get; }

    /// <summary>"auto" is MQTTnet, which is always there.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="inProcess">Broker of the in-process link; null: that link cannot be chosen.</param>
    /// <exception cref="MessagingException">No such client, or it is not there; the message says what to type.</exception>
    public static LinkFactory Choose(string name = Auto, InProcessBroker? inProcess = null) => name switch
    {
        Auto => OfMqttNet("nothing needs to be installed"),
        InProcess when inProcess is not null => OfInProcess(inProcess, "asked for"),
        InProcess => throw Errors.NoInProcessBroker(),
        MqttNet => OfMqttNet("asked for"),
        _ => throw Errors.UnknownClient(name, Names),
    };

    /// <summary>A new link, not connected.</summary>
    public IMessageLink Create() => _create();

    private static LinkFactory OfInProcess(InProcessBroker broker, string why) =>
        new(InProcess, InProcess, why, () => new InProcessLink(broker));

    private static LinkFactory OfMqttNet(string why) => new(MqttNet, MqttNetLink.ClientDescription, why, () => new MqttNetLink());
}
