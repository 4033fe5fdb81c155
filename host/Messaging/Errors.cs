namespace MultiAgentEdge.Host.Messaging;

/// <summary>The messages of this room, in one place: code, what, which, what to do next.</summary>
internal static class Errors
{
    public static MessagingException Unreachable(LinkOptions options, string why, Exception? inner) => new(
        "MAE401",
        $"{options.ClientId} cannot reach a broker at {options.Host}:{options.Port} ({why}). Start one (mosquitto -p {options.Port}) or see what answers: mae doctor",
        inner);

    public static MessagingException ConnectTimeout(LinkOptions options) => new(
        "MAE402",
        $"{options.ClientId} got no answer from {options.Host}:{options.Port} within {options.ConnectTimeout.TotalSeconds:0.###} s. Check host, port and firewall: mae doctor");

    public static MessagingException ConnectRefused(LinkOptions options, string reason) => new(
        "MAE403",
        $"The broker at {options.Host}:{options.Port} refuses {options.ClientId} ({reason}). Check user and password in fleet.yaml, then: mae doctor");

    public static MessagingException SubscribeRefused(string filter, string reason) => new(
        "MAE404",
        $"The broker refuses the subscription to {filter} ({reason}). Check the ACL file of the broker");

    public static MessagingException SubscribeTimeout(string filter, TimeSpan timeout) => new(
        "MAE405",
        $"No answer to the subscription to {filter} within {timeout.TotalSeconds:0.###} s. Is the broker alive? mae doctor");

    public static MessagingException NotConnected(string filter) => new(
        "MAE406",
        $"Not connected, so {filter} cannot be subscribed to. Is the broker alive? mae doctor");

    public static MessagingException NoLibrary(string howToInstall) => new(
        "MAE407",
        $"libmosquitto is not installed. Install it: {howToInstall}");

    public static MessagingException CaFile(string caFile) => new(
        "MAE408",
        $"The CA file {caFile} cannot be read. Check ca_file in fleet.yaml");

    public static MessagingException NoBroker(string howToInstall) => new(
        "MAE409",
        $"Eclipse Mosquitto is not installed. Install it: {howToInstall}");

    public static MessagingException BrokerDoesNotStart(string program, int port, string why, string logFile) => new(
        "MAE410",
        $"{program} does not start on port {port} ({why}). Read its log: {logFile}");

    public static MessagingException PasswordsNotHashed(string passwordFile, string why) => new(
        "MAE411",
        $"The passwords in {passwordFile} cannot be hashed ({why}). Try: mosquitto_passwd -U {passwordFile}");

    public static MessagingException UnknownClient(string name, IReadOnlyList<string> names) => new(
        "MAE412",
        $"There is no MQTT client '{name}'. Take one of: {string.Join(", ", names)}");

    public static MessagingException NoMqttNet() => new(
        "MAE413",
        "This build is without MQTTnet. Build with it: dotnet build -c Release -p:UseMqttNet=true");

    public static MessagingException NoInProcessBroker() => new(
        "MAE414",
        "The in-process client works only where host and rovers share a process. Take libmosquitto, or see: mae demo --help");

    public static void ThrowIfInvalidTopic(string topic)
    {
        if (!TopicFilter.IsValidTopic(topic))
            throw new ArgumentException($"'{topic}' cannot be published on: a topic is not empty and has no wildcard.", nameof(topic));
    }

    public static void ThrowIfInvalidFilter(string filter)
    {
        if (!TopicFilter.IsValidFilter(filter))
            throw new ArgumentException($"'{filter}' is no topic filter: + stands alone in its level, # alone in the last one.", nameof(filter));
    }
}
