using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Cli.Fleet;

/// <summary>Parses the one document of a YAML file; what is no YAML, or meant to harm, becomes a problem with its place.</summary>
internal static class YamlRoot
{
    // Our files nest four deep; the library's node tree is built by recursion, so a hostile "[[[[..." must not get that far.
    private const int MaxDepth = 16;

    /// <returns>Null for an empty file, or when a problem was noted.</returns>
    public static YamlNode? Parse(string text, string file, int maxLength, string example, List<FleetProblem> problems)
    {
        try
        {
            if (text.Length > maxLength)
                throw new YamlException(new Mark(0, 1, 1), new Mark(0, 1, 1), $"larger than {maxLength} characters");
            CheckDepth(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1)
                throw new YamlException(stream.Documents[1].RootNode.Start, stream.Documents[1].RootNode.End, "more than one document (---)");
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (Exception exception) when (exception is YamlException or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            var at = (exception as YamlException)?.Start ?? new Mark(0, 1, 1);
            var duplicate = exception.Message.Contains("Duplicate key", StringComparison.OrdinalIgnoreCase);
            problems.Add(new FleetProblem(
                duplicate ? "MAE203" : "MAE207",
                file,
                Math.Max(1, at.Line),
                Math.Max(1, at.Column),
                duplicate ? $"{exception.Message}." : $"This is no valid YAML: {exception.Message.TrimEnd('.')}.",
                duplicate ? "Keep one of the two." : $"Look at the indentation, quotes and colons on this line; {example}."));
            return null;
        }
    }

    private static void CheckDepth(string text)
    {
        var depth = 0;
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            depth += parser.Current switch
            {
                MappingStart or SequenceStart => 1,
                MappingEnd or SequenceEnd => -1,
                _ => 0,
            };
            if (depth > MaxDepth)
                throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested more than {MaxDepth} deep");
            if (parser.Current is AnchorAlias)
                throw new YamlException(parser.Current.Start, parser.Current.End, "aliases (*name) are not used in these files");
        }
    }
}
