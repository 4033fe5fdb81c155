using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Which fleets and rovers have said who they are on a broker, for somebody who finds nobody where he looks: a name is written one
/// way in a fleet file and another on a board.</summary>
public static class BrokerCensus
{
    private const int MostNames = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Fleet to its rovers, by what is retained. Empty where there is nobody, and where this client may not ask.</summary>
    public static SortedDictionary<string, SortedSet<string>> Take(LinkOptions options, string fleet)
    {
        var found = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        using var link = LinkFactory.Choose().Create();
        try
        {
            link.Connect(options with { ClientId = ClientIds.Host(fleet, "census"), Will = null });
            link.Subscribe($"{Topics.Root}/+/+/{Topics.Info}", QualityOfService.AtMostOnce);
            while (found.Values.Sum(rovers => rovers.Count) < MostNames && link.WaitForMessage(Patience)
                && link.TryReceive(out var message))
            {
                // An info that was taken away is empty.
                if (message.Payload.Length == 0 || message.Topic.Split('/') is not [_, _, var its, var rover, _])
                    continue;
                if (!found.TryGetValue(its, out var rovers))
                    found[its] = rovers = new SortedSet<string>(StringComparer.Ordinal);
                rovers.Add(rover);
            }
        }
        catch (MessagingException)
        {
            // It is no more than a hint.
        }

        return found;
    }

    /// <summary>"On this broker: fleet lab (rover-1, rover-2)."</summary>
    /// <param name="protocol">Of the connection; null: no network.</param>
    public static string Text(SortedDictionary<string, SortedSet<string>> census, string? protocol) => census.Count == 0
        ? protocol == IMessageLink.Protocol311
            ? "Who else is there is not known: some brokers of MQTT 3.1.1 show what they kept only to whoever knows its name."
            : "No rover has said its name on this broker."
        : $"On this broker: {string.Join("; ", census.Select(one => $"fleet {one.Key} ({string.Join(", ", one.Value)})"))}.";
}
