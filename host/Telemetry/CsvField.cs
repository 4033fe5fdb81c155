using System.Globalization;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>One field of a CSV: numbers read back as the same double, text with separators is quoted.</summary>
public static class CsvField
{
    /// <summary>NaN is nothing.</summary>
    public static string Of(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(string text) => text.AsSpan().IndexOfAny("\",\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
