using System.Reflection;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>The embedded parts of a page.</summary>
internal static class ReportAssets
{
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Resource {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
