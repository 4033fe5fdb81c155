using YamlDotNet.Core.Events;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Parses the one document of a YAML file; what is no YAML, or meant to harm, becomes a problem with its place.</summary>
public static class YamlRoot
{
    // Our files nest four deep; the library's node tree is built by recursion, so a hostile "[[[[..." must not get that far.
    private const int MaxDepth = 16;

    private const string TabAsIndentation = "tab as indentation";

    /// <returns>Null for an empty file, or when a problem was noted.</returns>
    public static YamlNode? Parse(string text, string file, int maxLength, string example, List<FleetProblem> problems)
    {
        var open = new Stack<(Mark Start, bool IsFlow)>();
        try
        {
            if (text.Length > maxLength)
                throw new YamlException(new Mark(0, 1, 1), new Mark(0, 1, 1), $"larger than {maxLength} characters");
            CheckDepth(text, open);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1)
            {
                throw new YamlException(
                    stream.Documents[1].RootNode.Start, stream.Documents[1].RootNode.End, "more than one document (---)");
            }

            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (Exception exception) when (exception is YamlException or ArgumentException or InvalidOperationException or FormatException
            or OverflowException)
        {
            var (at, what) = Place(exception, text, open);
            var duplicate = exception.Message.Contains("Duplicate key", StringComparison.OrdinalIgnoreCase);
            problems.Add(new FleetProblem(
                duplicate ? "MAE203" : "MAE207",
                file,
                Math.Max(1, at.Line),
                Math.Max(1, at.Column),
                duplicate ? $"{what}." : $"This is no valid YAML: {what.TrimEnd('.')}.",
                duplicate ? "Keep one of the two." : $"Look at the indentation, quotes and colons on this line; {example}."));
            return null;
        }
    }

    /// <summary>Where the mistake is and what it is: the library names the beginning of what it was reading, or nothing.</summary>
    private static (Mark At, string What) Place(Exception exception, string text, Stack<(Mark Start, bool IsFlow)> open)
    {
        if (exception is not YamlException yaml)
        {
            // A bracket that never ends: the library then complains of itself.
            var bracket = open.FirstOrDefault(one => one.IsFlow);
            return bracket.IsFlow ? (bracket.Start, "the bracket that opens here is not closed") : (new Mark(0, 1, 1), exception.Message);
        }

        if (yaml.Message.Contains(TabAsIndentation, StringComparison.Ordinal))
            return (FirstTab(text), yaml.Message);
        return (yaml.Message.Contains("tab character", StringComparison.Ordinal) ? yaml.End : yaml.Start, yaml.Message);
    }

    /// <summary>The tab that indents the first line without which the text has no such fault.</summary>
    private static Mark FirstTab(string text)
    {
        var lines = text.Split('\n');
        var (without, with) = (0, lines.Length);
        while (with - without > 1)
        {
            var middle = (without + with) / 2;
            if (HasTab(string.Join('\n', lines[..middle]) + "\n"))
                with = middle;
            else
                without = middle;
        }

        return new Mark(0, with, lines[with - 1].IndexOf('\t', StringComparison.Ordinal) + 1);
    }

    private static bool HasTab(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
                continue;
            return false;
        }
        catch (YamlException exception)
        {
            return exception.Message.Contains(TabAsIndentation, StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void CheckDepth(string text, Stack<(Mark Start, bool IsFlow)> open)
    {
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            if (current is MappingStart or SequenceStart)
            {
                open.Push(
                    (current.Start, current is MappingStart { Style: MappingStyle.Flow } or SequenceStart { Style: SequenceStyle.Flow }));
            }
            else if (current is MappingEnd or SequenceEnd)
                open.Pop();
            if (open.Count > MaxDepth)
                throw new YamlException(current.Start, current.End, $"nested more than {MaxDepth} deep");
            if (current is AnchorAlias)
                throw new YamlException(current.Start, current.End, "aliases (*name) are not used in these files");
        }
    }
}
