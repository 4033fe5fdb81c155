using System.Globalization;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Naming;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>
/// Reads one mapping of a YAML file key by key. What is asked for is known; what is left over when <see cref="Finish"/> is called was
/// written by mistake. Every problem is noted with its place, and reading goes on with the default, so one run shows all of them.
/// </summary>
public sealed partial class YamlMap
{
    // A unit's factor to its base unit: what "period_ms: 250" or "0.25 s" most likely meant.
    private static readonly Dictionary<string, (string Base, double Factor)> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["s"] = ("s", 1), ["sec"] = ("s", 1), ["seconds"] = ("s", 1), ["ms"] = ("s", 1e-3), ["us"] = ("s", 1e-6), ["min"] = ("s", 60),
        ["m"] = ("m", 1), ["metres"] = ("m", 1), ["meters"] = ("m", 1), ["mm"] = ("m", 1e-3), ["cm"] = ("m", 1e-2), ["km"] = ("m", 1e3),
    };

    private readonly YamlMappingNode? node;
    private readonly string path;
    private readonly string file;
    private readonly List<FleetProblem> problems;
    private readonly List<string> known = [];

    public YamlMap(YamlNode? node, string path, string file, List<FleetProblem> problems)
    {
        this.path = path;
        this.file = file;
        this.problems = problems;
        this.node = node as YamlMappingNode;
        if (node is not null && this.node is null && !IsNull(node))
        {
            Note(
                "MAE206", node, $"{(path.Length == 0 ? "The file" : path)} takes keys with values.",
                "Write them as \"key: value\", one a line.");
        }
    }

    [GeneratedRegex(@"^([-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*([A-Za-z]+)$")]
    private static partial Regex NumberWithUnit { get; }

    private IEnumerable<KeyValuePair<YamlNode, YamlNode>> Children => node is null ? [] : node.Children;

    public YamlNode? Find(string key)
    {
        known.Add(key);
        foreach (var (name, value) in Children)
        {
            if (name is YamlScalarNode { Value: { } text } && text == key)
                return value;
        }

        return null;
    }

    public YamlMap Map(string key) => new(Find(key), Join(key), file, problems);

    /// <summary>The items of a list; null where the key is not there.</summary>
    public IReadOnlyList<YamlNode>? List(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlSequenceNode list:
                return [.. list.Children];
            case var other:
                Note("MAE206", other, $"{Join(key)} takes a list.", "Write one item a line, each after \"- \".");
                return null;
        }
    }

    public string? Text(string key)
    {
        var value = Find(key);
        // An empty text in quotes is no missing value: something was meant to stand there.
        if (value is null || (IsNull(value) && value is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any }))
            return null;
        if (value is YamlScalarNode { Value: { } text } && text.Length is > 0 and <= 255 && !text.Any(char.IsControl))
            return text;
        Note("MAE206", value, $"{Join(key)} takes a text of 1 to 255 characters.", "Write it on one line.");
        return null;
    }

    public string Name(string key, string fallback)
    {
        var value = Find(key);
        if (value is null)
            return fallback;
        return Name(value, Join(key)) ?? fallback;
    }

    /// <summary>A name, or several as a pattern: rover-[001-100].</summary>
    /// <param name="most">That one pattern may name.</param>
    public IReadOnlyList<string> Names(string key, string fallback, int most)
    {
        if (Find(key) is not { } value || (value as YamlScalarNode)?.Value is not { } text || !NamePattern.IsOne(text))
            return [Name(key, fallback)];
        if (NamePattern.Expand(text, most) is { } names && RoverName.IsValid(names[0]) && RoverName.IsValid(names[^1]))
            return names;
        Note(
            "MAE204", value, $"{Join(key)} \"{NameText.Short(text)}\" is no pattern of names.",
            $"Write one like rover-[001-100]: from the lower to the higher number, {most} names at most.");
        return [fallback];
    }

    /// <summary>By the rule of <see cref="RoverName"/>; null where it is noted as none.</summary>
    public string? Name(YamlNode value, string what)
    {
        var text = (value as YamlScalarNode)?.Value ?? "";
        if (RoverName.IsValid(text))
            return text;
        Note("MAE204", value, NameText.What(what, text), NameText.Next(text));
        return null;
    }

    public string Choice(string key, string fallback, params string[] choices)
    {
        var value = Find(key);
        if (value is null)
            return fallback;
        var text = (value as YamlScalarNode)?.Value ?? "";
        if (choices.Contains(text))
            return text;
        var near = Suggestion.For(text, choices);
        Note(
            "MAE205", value, $"{Join(key)} \"{NameText.Short(text)}\" is none of {string.Join(", ", choices)}.",
            near is null ? $"Write {choices[0]}." : $"Did you mean \"{near}\"?");
        return fallback;
    }

    public double Number(string key, double fallback, double min, double max)
    {
        var value = Find(key);
        return value is null ? fallback : Number(value, Join(key), min, max) ?? fallback;
    }

    public double? Number(YamlNode value, string what, double min, double max)
    {
        var text = (value as YamlScalarNode)?.Value ?? "";
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            Note("MAE206", value, $"{what} takes a number, not \"{NameText.Short(text)}\".", WithoutUnit(text, what));
            return null;
        }

        if (number >= min && number <= max)
            return number;
        Note(
            "MAE205", value, FormattableString.Invariant($"{what} is {number}, outside {min} to {max}."),
            FormattableString.Invariant($"Write a value from {min} to {max}."));
        return null;
    }

    public long Integer(string key, long fallback, long min, long max)
    {
        var value = Find(key);
        if (value is null)
            return fallback;
        var text = (value as YamlScalarNode)?.Value ?? "";
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Note(
                "MAE206", value, $"{Join(key)} takes a whole number, not \"{NameText.Short(text)}\".",
                $"Write a whole number from {min} to {max}.");
        }
        else if (number < min || number > max)
            Note("MAE205", value, $"{Join(key)} is {number}, outside {min} to {max}.", $"Write a whole number from {min} to {max}.");
        else
            return number;
        return fallback;
    }

    /// <summary>A list of exactly <paramref name="count"/> numbers, or null.</summary>
    public double[]? Numbers(string key, int count)
    {
        var items = List(key);
        if (items is null)
            return null;
        if (items.Count != count)
        {
            Note(
                "MAE206", Find(key)!, $"{Join(key)} takes {count} numbers, not {items.Count}.",
                $"Write {count} numbers in [ ], row by row.");
            return null;
        }

        var numbers = items.Select(item => Number(item, Join(key), -1e6, 1e6)).ToArray();
        return numbers.All(number => number is not null) ? [.. numbers.Select(number => number!.Value)] : null;
    }

    /// <summary>Notes every key that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var (key, _) in Children)
        {
            var text = (key as YamlScalarNode)?.Value ?? "";
            if (known.Contains(text))
                continue;
            var near = Suggestion.For(text, known);
            var unit = known.FirstOrDefault(name => DiffersInUnit(text, name));
            if (unit is not null)
            {
                Note(
                    "MAE202", key, $"{Join(text)} has the wrong unit.",
                    $"Write \"{unit}\": the value in {unit[(unit.LastIndexOf('_') + 1)..]}.");
            }
            else
            {
                Note(
                    "MAE201", key, $"{Join(NameText.Short(text))} is no key here.",
                    near is null ? $"Known: {string.Join(", ", known.Distinct())}." : $"Did you mean \"{near}\"?");
            }
        }
    }

    public void Note(string code, YamlNode at, string what, string next) =>
        problems.Add(new FleetProblem(code, file, at.Start.Line, at.Start.Column, what, next));

    private static bool DiffersInUnit(string typed, string known)
    {
        var stem = known.LastIndexOf('_');
        if (stem < 0 || !Units.ContainsKey(known[(stem + 1)..]))
            return false;
        return typed == known[..stem]
            || (typed.StartsWith(known[..(stem + 1)], StringComparison.Ordinal) && Units.ContainsKey(typed[(stem + 1)..]));
    }

    private static string WithoutUnit(string text, string key)
    {
        var match = NumberWithUnit.Match(text);
        var unit = key[(key.LastIndexOf('_') + 1)..];
        if (match.Success && Units.TryGetValue(match.Groups[2].Value, out var written) && Units.TryGetValue(unit, out var wanted)
            && written.Base == wanted.Base)
        {
            var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * written.Factor / wanted.Factor;
            return FormattableString.Invariant($"The unit stands in the key: write {value:G6}.");
        }

        return "Write a plain number such as 0.25; the unit stands in the key.";
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Value: null or "" or "~" or "null" };

    private string Join(string key) => path.Length == 0 ? NameText.Short(key) : $"{path}.{NameText.Short(key)}";
}
