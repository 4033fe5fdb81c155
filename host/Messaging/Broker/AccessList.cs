namespace MultiAgentEdge.Host.Messaging;

/// <summary>Who may use which topic: the part of Mosquitto's access list that <see cref="BrokerSecurity"/> writes (man 5 mosquitto.conf,
/// acl_file), so that both brokers go by one file. What no line allows is forbidden.</summary>
public sealed class AccessList
{
    private readonly Dictionary<string, List<(bool Reads, bool Writes, string Filter)>> _rights = new(StringComparer.Ordinal);

    private AccessList()
    {
    }

    /// <exception cref="InvalidDataException">A line that is none of these; the message names it.</exception>
    public static AccessList Read(string path)
    {
        var list = new AccessList();
        List<(bool, bool, string)>? rights = null;
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
                continue;
            if (words is ["user", var user])
                rights = list._rights[user] = [];
            else if (words is ["topic", "read" or "write" or "readwrite", var filter]
                && rights is not null && TopicFilter.IsValidFilter(filter))
                rights.Add((words[1] != "write", words[1] != "read", filter));
            else
                throw new InvalidDataException($"{path}:{i + 1}:1: This line is none of: user NAME, topic read|write|readwrite FILTER");
        }

        return list;
    }

    public bool MayPublish(string? user, string topic) => Of(user).Any(right => right.Writes && TopicFilter.Matches(right.Filter, topic));

    public bool MayReceive(string? user, string topic) => Of(user).Any(right => right.Reads && TopicFilter.Matches(right.Filter, topic));

    /// <summary>Only where every topic that the filter selects may be received: what would never be delivered is refused, and whoever asked
    /// for it knows.</summary>
    public bool MaySubscribe(string? user, string filter) => Of(user).Any(right => right.Reads && TopicFilter.Covers(right.Filter, filter));

    private List<(bool Reads, bool Writes, string Filter)> Of(string? user) =>
        user is not null && _rights.TryGetValue(user, out var rights) ? rights : [];
}
