using System.Reflection;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>The embedded parts of a page.</summary>
public static class ReportAssets
{
    /// <summary>uPlot, which other pages than a report use too.</summary>
    public const string PlotScript = "uPlot.iife.min.js";

    /// <summary>Its style.</summary>
    public const string PlotStyle = "uPlot.min.css";

    internal static string Text(string name) => System.Text.Encoding.UTF8.GetString(Bytes(name));

    /// <summary>A part as it is, UTF-8.</summary>
    public static byte[] Bytes(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Resource {name} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
