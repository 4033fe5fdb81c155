using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Does with a fleet's broker what the fleet's host will do, and says how far it came and why no further.</summary>
/// <param name="Cause">None where all of it was done.</param>
public sealed record BrokerCheck(string Address, string Client, BrokerCause Cause, string Detail)
{
    /// <summary>As long as the longest message of a push.</summary>
    private const int PublishedBytes = 1100;

    /// <summary>Connects, subscribes, and publishes to itself on a topic of the fleet that no rover has.</summary>
    /// <param name="limit">For each step.</param>
    /// <exception cref="MaeException">The password file cannot be read.</exception>
    public static BrokerCheck Of(FleetFile fleet, TimeSpan limit)
    {
        var options = fleet.Broker.ToLinkOptions(ClientIds.Host(fleet.Fleet, "doctor"), limit);
        var address = options.Address;
        var factory = LinkFactory.Choose();
        using var link = factory.Create();
        try
        {
            link.Connect(options);
            using var session = new FleetSession(link, fleet.Fleet);
            session.Subscribe();
            return new(address, factory.Description, Echo(link, fleet.Fleet, limit, out var detail), detail);
        }
        catch (MessagingException exception)
        {
            return new(
                address, factory.Description, exception.Cause == BrokerCause.None ? BrokerCause.Unknown : exception.Cause,
                exception.Message);
        }
    }

    public DoctorCheck ToCheck() => Cause == BrokerCause.None
        ? new("broker", DoctorCheck.Ok, Detail)
        : new("broker", DoctorCheck.Problem, Detail, $"cause: {Name(Cause)}");

    public JsonObject ToJson() => new()
    {
        ["status"] = Cause == BrokerCause.None ? DoctorCheck.Ok : DoctorCheck.Problem,
        ["cause"] = Cause == BrokerCause.None ? null : Name(Cause),
        ["address"] = Address,
        ["client"] = Client,
        ["detail"] = Detail,
    };

    /// <summary>As JSON names it.</summary>
    public static string Name(BrokerCause cause) => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString());

    private static BrokerCause Echo(IMessageLink link, string fleet, TimeSpan limit, out string detail)
    {
        var topic = Topics.Of(fleet, $"doctor-{Guid.NewGuid():N}"[..20], Topics.Chunk);
        link.Subscribe(topic, QualityOfService.AtLeastOnce);
        var isQueued = link.TryPublish(topic, new byte[PublishedBytes], QualityOfService.AtLeastOnce, retain: false);
        var until = DateTime.UtcNow + limit;
        while (isQueued && link.RefusalCause == BrokerCause.None && DateTime.UtcNow < until)
        {
            // What rovers retained comes too.
            while (link.TryReceive(out var message))
            {
                if (message.Topic != topic)
                    continue;
                detail =
                    $"connected over {link.Protocol}, subscribed and published {PublishedBytes} bytes as the host of fleet {fleet} does";
                return BrokerCause.None;
            }

            link.WaitForMessage(TimeSpan.FromMilliseconds(20));
        }

        if (link.LastRefusal is { } refusal)
        {
            detail = link.RefusalCause == BrokerCause.MessageTooLarge
                ? $"the broker takes no message of {PublishedBytes} bytes ({refusal}); raise message_size_limit or max_packet_size there"
                : $"the broker refuses what the host of fleet {fleet} must do ({refusal}); check its access list";
            return link.RefusalCause;
        }

        detail = link.IsConnected
            ? $"the broker took a message on {topic} and did not deliver it to this very client; check its access list"
            : $"the broker ended the connection when {PublishedBytes} bytes were published";
        return link.IsConnected ? BrokerCause.NotAuthorised : BrokerCause.Unknown;
    }
}
