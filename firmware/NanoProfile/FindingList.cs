using Microsoft.CodeAnalysis;

namespace MultiAgentEdge.NanoProfile;

/// <summary>Collects findings; says each thing once a line, in the order of the sources.</summary>
public sealed class FindingList
{
    private readonly HashSet<(string, int, string, string)> _said = [];
    private readonly List<Finding> _all = [];

    /// <summary>Adds a finding of a rule at a place.</summary>
    /// <param name="rule">The rule that was broken.</param>
    /// <param name="location">Where.</param>
    /// <param name="what">The construct or member as it stands in the source.</param>
    /// <param name="instead">What to write instead, where the rule's own advice is too general.</param>
    public void Add(Rule rule, Location location, string what, string? instead = null)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        Add(rule, span.Path, span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, what, instead);
    }

    /// <summary>Adds a finding of a rule at a file, line and column (both from 1).</summary>
    public void Add(Rule rule, string path, int line, int column, string what, string? instead = null)
    {
        // One list of generics is said once a line; two unknown members on one line are two findings.
        if (_said.Add((path, line, rule.Code, rule.OncePerLine ? "" : what)))
        {
            _all.Add(new Finding(rule.Code, $"{what}: {rule.Why}; {instead ?? rule.Instead}", path, line, column));
        }
    }

    /// <summary>Whether something was found on this line.</summary>
    public bool SaysAnythingAt(string path, int line) => _said.Any(said => said.Item1 == path && said.Item2 == line);

    /// <summary>All findings, ordered by file, line, column and code.</summary>
    public IReadOnlyList<Finding> Ordered() =>
        [.. _all
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ThenBy(f => f.Line)
            .ThenBy(f => f.Column)
            .ThenBy(f => f.Code, StringComparer.Ordinal)];
}
