using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Several names as one: rover-[001-100] is rover-001, rover-002, ... rover-100, with as many digits as the first is written
/// with.</summary>
public static partial class NamePattern
{
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('[', StringComparison.Ordinal);
    }

    /// <param name="most">Names.</param>
    /// <returns>Null where it is no pattern, counts down, or names too many.</returns>
    public static IReadOnlyList<string>? Expand(string text, int most)
    {
        if (Pattern().Match(text) is not { Success: true } match
            || !int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(match.Groups[3].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last < first || last - first >= most)
            return null;
        var digits = "D" + match.Groups[2].Length.ToString(CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(first, last - first + 1).Select(
            number => match.Groups[1].Value + number.ToString(digits, CultureInfo.InvariantCulture) + match.Groups[4].Value)];
    }

    [GeneratedRegex(@"\A([^\[\]]*)\[([0-9]{1,9})-([0-9]{1,9})\]([^\[\]]*)\z")]
    private static partial Regex Pattern();
}
