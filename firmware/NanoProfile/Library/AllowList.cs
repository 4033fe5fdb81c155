using System.Reflection;
using Microsoft.CodeAnalysis;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// The types and members of a board's library that board code may use: what the library declares (<see cref="BoardLibrary"/>), without
/// what <c>Library/*.differs.txt</c> takes away, with what <c>Library/*.also.txt</c> adds. In these files a type stands on a line, its
/// members indented below it, written as the tail of their documentation id (<c>Sqrt(System.Double)</c>, <c>#ctor(System.String)</c>,
/// <c>Length</c>). A type marked * only carries members: .NET declares them there, the board on derived types.
/// </summary>
public sealed class AllowList
{
    private readonly Dictionary<string, HashSet<string>> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _carriers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _advice = new(StringComparer.Ordinal);

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, AllowList> Loaded = new(StringComparer.Ordinal);

    /// <summary>Loads libraries by name, and the advice on what to write instead; each set of them once.</summary>
    public static AllowList Load(IEnumerable<string> names)
    {
        string[] wanted = [.. names.Distinct(StringComparer.Ordinal)];
        return Loaded.GetOrAdd(string.Join('|', wanted), _ => Read(wanted));
    }

    private static AllowList Read(IEnumerable<string> names)
    {
        var list = new AllowList();
        foreach (string name in names)
        {
            foreach (INamedTypeSymbol type in BoardLibrary.Types(name)) { list.Take(type); }
            list.Without(Lines(name + ".differs.txt"));
            list.Also(Lines(name + ".also.txt"));
        }

        foreach (string line in Lines("advice.txt"))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            list._advice[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }

        return list;
    }

    /// <summary>True where a board has the type.</summary>
    public bool HasType(string type) => _members.ContainsKey(type) && !_carriers.Contains(type);

    /// <summary>True where a board has the member.</summary>
    public bool HasMember(string type, string member) => _members.TryGetValue(type, out HashSet<string>? known) && known.Contains(member);

    /// <summary>What to write instead: written advice on the member or its type, else the overloads that the board has, else
    /// null.</summary>
    public string? AdviceOn(string type, string member)
    {
        string name = member.Split('(')[0];
        if (_advice.TryGetValue($"{type}.{name}", out string? advice) || _advice.TryGetValue(type, out advice)) { return advice; }
        if (!_members.TryGetValue(type, out HashSet<string>? known)) { return null; }
        string[] overloads = [.. known.Where(other => other.Split('(')[0] == name).Order(StringComparer.Ordinal)];
        return overloads.Length == 0 ? null : $"the board has {string.Join(", ", overloads)}";
    }

    /// <summary>Every type and member, as <c>type</c> and <c>type member</c>; for who compares.</summary>
    public IEnumerable<string> All() =>
        _members.SelectMany(type => type.Value.Select(member => $"{type.Key} {member}").Append(type.Key)).Order(StringComparer.Ordinal);

    private void Take(INamedTypeSymbol type)
    {
        if (type.IsGenericType) { return; }
        string id = Id(type);
        HashSet<string> members = Of(id);
        foreach (ISymbol member in type.GetMembers().Where(one => one is not INamedTypeSymbol && IsSeen(one)))
        {
            if (member is IMethodSymbol { AssociatedSymbol: not null } or IMethodSymbol { IsGenericMethod: true }) { continue; }
            members.Add(Id(member)[(id.Length + 1)..]);
        }
    }

    private static bool IsSeen(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static string Id(ISymbol symbol) => (symbol.GetDocumentationCommentId() ?? $"?:{symbol.Name}")[2..];

    private HashSet<string> Of(string type)
    {
        if (!_members.TryGetValue(type, out HashSet<string>? members)) { _members[type] = members = new(StringComparer.Ordinal); }
        return members;
    }

    private void Without(List<string> lines)
    {
        string type = "";
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i][0] == ' ')
            {
                if (!Of(type).Remove(lines[i].Trim())) { throw Stale(type + lines[i]); }
                continue;
            }

            type = lines[i].Trim();
            bool isWhole = i + 1 == lines.Count || lines[i + 1][0] != ' ';
            if (!_members.ContainsKey(type)) { throw Stale(type); }
            if (isWhole) { _members.Remove(type); }
        }
    }

    private void Also(List<string> lines)
    {
        string type = "";
        foreach (string line in lines)
        {
            if (line[0] == ' ') { Of(type).Add(line.Trim()); continue; }
            type = line.TrimEnd('*', ' ');
            if (line.EndsWith('*') && !_members.ContainsKey(type)) { _carriers.Add(type); }
        }
    }

    // A line that takes nothing away is a slip, or the library has lost the member.
    private static InvalidOperationException Stale(string what) => new($"The board's library has no {what}, which a differs list names.");

    private static List<string> Lines(string file)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file);
        if (stream is null) { return []; }
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim().Length > 0 && line[0] != '#') { lines.Add(line); }
        }

        return lines;
    }
}
