using System.Reflection;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Commands;

/// <summary>What this program is: version, source revision where it was built from a git clone, .NET runtime.</summary>
public static class VersionInfo
{
    private static readonly string Informational =
        typeof(VersionInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public static string Version => Informational.Split('+')[0];

    /// <summary>Null where the build saw no git.</summary>
    public static string? Revision => Informational.Split('+') is [_, var revision, ..] ? revision : null;

    public static string Line => Revision is null ? $"mae {Version}" : $"mae {Version} ({Revision[..Math.Min(12, Revision.Length)]})";

    public static JsonObject ToJson() => new()
    {
        ["version"] = Version,
        ["revision"] = Revision,
        ["dotnet"] = Environment.Version.ToString(),
    };
}
