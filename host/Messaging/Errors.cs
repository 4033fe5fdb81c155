namespace MultiAgentEdge.Host.Messaging;

/// <summary>The messages of this room, in one place: code, what, which, what to do next.</summary>
internal static class Errors
{
    /// <summary>Not yet explained: <see cref="BrokerProbe"/> finds out why.</summary>
    public static MessagingException Unreachable(LinkOptions options, string why, Exception? inner) => new(
        "MAE401",
        $"{options.ClientId} cannot reach a broker at {options.Address} ({why}). See what answers: mae doctor",
        inner);

    /// <summary>Null where nothing was found.</summary>
    public static MessagingException? Unreachable(LinkOptions options, BrokerFinding found, Exception inner)
    {
        if (found.Cause is BrokerCause.WrongPassword or BrokerCause.NotAuthorised)
            return ConnectRefused(options, found.Cause, found.Detail);
        var at = options.Address;
        var (code, what, next) = found.Cause switch
        {
            BrokerCause.NameNotFound =>
                ("MAE420", $"There is no machine of the name {options.Host}", "Correct broker.host, or write its address"),
            BrokerCause.Refused => (
                "MAE401", $"Nobody listens at {at}",
                $"Start a broker there (on this machine: mae broker --port {options.Port}; for a network: mae fleet secure), "
                + "or correct broker.host and broker.port"),
            BrokerCause.NoAnswer => ("MAE402", $"Nobody answers at {at}", "Check broker.host, broker.port, network and firewall"),
            BrokerCause.NotMqtt => ("MAE427", $"What listens at {at} is no MQTT broker", "Correct broker.port"),
            BrokerCause.NoTlsHere =>
                ("MAE421", $"The broker at {at} speaks no TLS on this port", "Take its TLS port (often 8883), or leave ca_file away"),
            BrokerCause.TlsExpected =>
                ("MAE422", $"The broker at {at} speaks TLS on this port", "Name the authority of its certificate: broker.ca_file"),
            BrokerCause.CertificateExpired =>
                ("MAE423", $"The broker at {at} shows a certificate that is not valid today",
                    "Give the broker a new certificate, and check this machine's clock"),
            BrokerCause.OtherHost =>
                ("MAE424", $"The broker at {at} shows another's certificate",
                    "Write in broker.host the name in its certificate, or make one for this name"),
            BrokerCause.UnknownAuthority =>
                ("MAE425", $"The broker at {at} shows a certificate that nobody here vouches for",
                    "Take the ca_file of this broker; and see that it is this broker"),
            BrokerCause.ProtocolVersion =>
                ("MAE426", $"The broker at {at} speaks neither MQTT 5 nor 3.1.1", "Take a broker that does: mae broker, Mosquitto"),
            _ => (null, "", ""),
        };
        return code is null ? null : new(code, $"{what} ({found.Detail}). {next}; then: mae doctor --fleet FILE", inner, found.Cause);
    }

    public static MessagingException ConnectTimeout(LinkOptions options) => new(
        "MAE402",
        $"{options.ClientId} got no answer from {options.Address} within {options.ConnectTimeout.TotalSeconds:0.###} s. Check host, port "
        + $"and firewall: mae doctor");

    public static MessagingException ConnectRefused(LinkOptions options, int code, string reason) =>
        ConnectRefused(options, ReasonCodes.OfConnect(code, options.User is not null), reason);

    public static MessagingException SubscribeRefused(string filter, int code, string reason) => new(
        "MAE404",
        $"The broker refuses the subscription to {filter} ({reason}). Check the ACL file of the broker",
        cause: ReasonCodes.Of(code));

    public static MessagingException SubscribeTimeout(string filter, TimeSpan timeout) => new(
        "MAE405",
        $"No answer to the subscription to {filter} within {timeout.TotalSeconds:0.###} s. Is the broker alive? mae doctor");

    public static MessagingException NotConnected(string filter, BrokerCause cause = BrokerCause.Unknown) =>
        cause == BrokerCause.NameConnected
        ? new(
            "MAE406", $"Another client of the same id has connected, so {filter} cannot be subscribed to. Give one of the two another name",
            cause: cause)
        : new("MAE406", $"Not connected, so {filter} cannot be subscribed to. Is the broker alive? mae doctor", cause: cause);

    public static MessagingException CaFile(string caFile) => new(
        "MAE408",
        $"The CA file {caFile} cannot be read. Check ca_file in fleet.yaml");

    public static MessagingException NoBroker(string howToInstall) => new(
        "MAE409",
        $"Eclipse Mosquitto is not installed. Install it: {howToInstall}");

    public static MessagingException BrokerDoesNotStart(string program, int port, string why, string logFile) => new(
        "MAE410",
        $"{program} does not start on port {port} ({why}). Read its log: {logFile}");

    public static MessagingException EmbeddedBroker(string broker, int port, string why) => new(
        "MAE415",
        $"{broker} does not start on port {port} ({why}). Take another port, or end what listens there: mae doctor");

    public static MessagingException UnknownClient(string name, IReadOnlyList<string> names) => new(
        "MAE412",
        $"There is no MQTT client '{name}'. Take one of: {string.Join(", ", names)}");

    public static MessagingException NoInProcessBroker() => new(
        "MAE414",
        "The in-process client works only where host and rovers share a process. Take mqttnet, or see: mae demo --help");

    private static MessagingException ConnectRefused(LinkOptions options, BrokerCause cause, string reason)
    {
        var next = cause switch
        {
            BrokerCause.WrongPassword =>
                $"Not authorised as {options.User}: correct broker.user and the first line of broker.password_file; then: mae doctor "
                + $"--fleet FILE",
            BrokerCause.NotAuthorised =>
                "It is not authorised without a user: write broker.user and broker.password_file; then: mae doctor --fleet FILE",
            BrokerCause.ProtocolVersion => "It speaks neither MQTT 5 nor 3.1.1: take a broker that does, such as mae broker or Mosquitto",
            _ => "See what is there: mae doctor --fleet FILE",
        };
        return new(
            cause == BrokerCause.ProtocolVersion ? "MAE426" : "MAE403",
            $"The broker at {options.Address} refuses {options.ClientId} ({reason}). {next}", cause: cause);
    }

    public static void ThrowIfInvalidTopic(string topic)
    {
        if (!TopicFilter.IsValidTopic(topic))
            throw new ArgumentException($"'{topic}' cannot be published on: a topic is not empty and has no wildcard.", nameof(topic));
    }

    public static void ThrowIfInvalidFilter(string filter)
    {
        if (!TopicFilter.IsValidFilter(filter))
        {
            throw new ArgumentException(
                $"'{filter}' is no topic filter: + stands alone in its level, # alone in the last one.", nameof(filter));
        }
    }
}
