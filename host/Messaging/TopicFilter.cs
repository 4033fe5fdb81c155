namespace MultiAgentEdge.Host.Messaging;

/// <summary>Topic names and topic filters (MQTT 5, 4.7).</summary>
public static class TopicFilter
{
    /// <summary>Longest UTF-8 topic, bytes (MQTT 5, 1.5.4).</summary>
    private const int MaxBytes = 65535;

    /// <summary>True for a topic that may be published on: not empty, no wildcard, no NUL [MQTT-4.7.1-1, 4.7.3-1, 4.7.3-2].</summary>
    public static bool IsValidTopic(string? topic) =>
        !string.IsNullOrEmpty(topic) && topic.AsSpan().IndexOfAny('+', '#', '\0') < 0 && FitsInBytes(topic);

    /// <summary>True where + stands alone in its level and # alone in the last one [MQTT-4.7.1-1, 4.7.1-2].</summary>
    public static bool IsValidFilter(string? filter)
    {
        if (string.IsNullOrEmpty(filter) || filter.Contains('\0') || !FitsInBytes(filter))
            return false;
        var rest = filter.AsSpan();
        while (true)
        {
            int slash = rest.IndexOf('/');
            var level = slash < 0 ? rest : rest[..slash];
            bool hasWildcard = level.IndexOfAny('+', '#') >= 0;
            if (hasWildcard && level.Length != 1)
                return false;
            if (hasWildcard && level[0] == '#' && slash >= 0)
                return false;
            if (slash < 0)
                return true;
            rest = rest[(slash + 1)..];
        }
    }

    /// <summary>Whether a valid filter selects a valid topic; "a/#" selects "a" too, and a leading wildcard never selects $-topics
    /// [MQTT-4.7.2-1].</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic.StartsWith("$") && (filter.StartsWith("+") || filter.StartsWith("#")))
            return false;
        while (true)
        {
            var filterLevel = NextLevel(ref filter, out bool filterEnds);
            if (filterLevel is "#")
                return true;
            var topicLevel = NextLevel(ref topic, out bool topicEnds);
            if (filterLevel is not "+" && !filterLevel.SequenceEqual(topicLevel))
                return false;
            if (topicEnds)
                return filterEnds || filter is "#";
            if (filterEnds)
                return false;
        }
    }

    /// <summary>Whether <paramref name="wide"/> selects every topic that <paramref name="narrow"/> selects; both are valid
    /// filters.</summary>
    public static bool Covers(ReadOnlySpan<char> wide, ReadOnlySpan<char> narrow)
    {
        if ((wide.StartsWith("+") || wide.StartsWith("#")) && narrow.StartsWith("$"))
            return false;
        while (true)
        {
            var wideLevel = NextLevel(ref wide, out bool wideEnds);
            if (wideLevel is "#")
                return true;
            var narrowLevel = NextLevel(ref narrow, out bool narrowEnds);
            if (narrowLevel is "#" || (wideLevel is not "+" && !wideLevel.SequenceEqual(narrowLevel)))
                return false;
            if (narrowEnds)
                return wideEnds || wide is "#";
            if (wideEnds)
                return false;
        }
    }

    private static ReadOnlySpan<char> NextLevel(ref ReadOnlySpan<char> rest, out bool ends)
    {
        int slash = rest.IndexOf('/');
        ends = slash < 0;
        var level = ends ? rest : rest[..slash];
        rest = ends ? [] : rest[(slash + 1)..];
        return level;
    }

    private static bool FitsInBytes(string text) => System.Text.Encoding.UTF8.GetByteCount(text) <= MaxBytes;
}
