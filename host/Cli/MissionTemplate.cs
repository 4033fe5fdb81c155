using System.Reflection;
using System.Security;
using System.Text.RegularExpressions;

namespace MultiAgentEdge.Host.Cli;

/// <summary>The project that <c>mae new mission</c> writes: host/examples/platoon, carried along as data, under another name.</summary>
internal static partial class MissionTemplate
{
    private const string Prefix = "mission/";

    /// <summary>Writes it, and a nuget.config that says where the packages are.</summary>
    /// <returns>The files, relative to the folder, in order.</returns>
    public static IReadOnlyList<string> Write(string folder, string name, int kind, PackageFeed feed)
    {
        var type = TypeName(name);
        var assembly = Assembly.GetExecutingAssembly();
        var written = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["nuget.config"] = Config(feed) };
        foreach (var resource in assembly
            .GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var path = resource[Prefix.Length..].Replace('\\', '/');
            var text = Rename(reader.ReadToEnd(), name, type).Replace("(MissionKind)128", $"(MissionKind){kind}", StringComparison.Ordinal);
            if (path == "Directory.Packages.props")
            {
                text = VersionElement().Replace(
                    text, $"<MultiAgentEdgeVersion>{SecurityElement.Escape(feed.Version)}</MultiAgentEdgeVersion>");
            }

            written[Rename(path, name, type)] = text;
        }

        foreach (var (path, text) in written)
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, text);
        }

        return [.. written.Keys];
    }

    /// <summary>night-watch: NightWatch.</summary>
    internal static string TypeName(string name) =>
        string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Rename(string text, string name, string type) =>
        text.Replace("platoon", name, StringComparison.Ordinal).Replace("Platoon", type, StringComparison.Ordinal);

    // The machine's own sources stay: everything else comes from there.
    private static string Config(PackageFeed feed) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <configuration>
          <packageSources>
            <add key="MultiAgentEdge" value="{SecurityElement.Escape(feed.Source)}" />
          </packageSources>
        </configuration>

        """;

    [GeneratedRegex("<MultiAgentEdgeVersion>.*?</MultiAgentEdgeVersion>")]
    private static partial Regex VersionElement();
}
