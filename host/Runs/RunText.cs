using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiAgentEdge.Host.Runs;

/// <summary>Sizes and ages as people write and read them: 100M, 7d.</summary>
public static partial class RunText
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Size(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < Units.Length - 1; unit++)
            value /= 1000;
        return string.Create(
            CultureInfo.InvariantCulture, $"{(unit == 0 ? $"{value:0}" : value < 10 ? $"{value:0.0}" : $"{value:0}")} {Units[unit]}");
    }

    /// <summary>500k, 100M, 2G, 100MB or bytes; null: none of these.</summary>
    public static long? Bytes(string text)
    {
        var match = SizeText().Match(text);
        if (!match.Success
            || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var bytes = number
            * Math.Pow(1000, "BKMGT".IndexOf(match.Groups[2].Value.ToUpperInvariant().PadRight(1, 'B')[0], StringComparison.Ordinal));
        return bytes < long.MaxValue ? (long)bytes : null;
    }

    /// <summary>90s, 30m, 12h, 7d, 4w; null: none of these.</summary>
    public static TimeSpan? Age(string text)
    {
        var match = AgeText().Match(text);
        if (!match.Success
            || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var seconds = number * match.Groups[2].Value switch { "s" => 1, "m" => 60, "h" => 3600, "d" => 86_400, _ => 604_800 };
        return seconds < 1e10 ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)\s*(?:([kKMGT])?B?)\z")]
    private static partial Regex SizeText();

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)([smhdw])\z")]
    private static partial Regex AgeText();
}
