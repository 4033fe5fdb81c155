using System.Reflection;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// The reviewed list of types and members of a board's library. Data: <c>Library/*.txt</c>, a type a line, its members indented below it,
/// written as the tail of their documentation id (<c>Sqrt(System.Double)</c>, <c>#ctor(System.String)</c>, <c>Length</c>). A type marked *
/// only carries members: .NET declares them there, the board on derived types.
/// </summary>
public sealed class AllowList
{
    private const string AdviceFile = "advice.txt";

    private readonly Dictionary<string, HashSet<string>> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _carriers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _advice = new(StringComparer.Ordinal);

    /// <summary>Names of the lists that ship with the gate.</summary>
    public static IEnumerable<string> Names() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name != AdviceFile).Select(name => name[..^".txt".Length]).Order(StringComparer.Ordinal);

    /// <summary>True where a list of this name ships with the gate.</summary>
    public static bool Exists(string name) => Names().Contains(name);

    /// <summary>Loads lists by name, and the advice on what to write instead.</summary>
    public static AllowList Load(IEnumerable<string> names)
    {
        var list = new AllowList();
        foreach (string name in names) { list.Read(Lines(name + ".txt")); }
        foreach (string line in Lines(AdviceFile))
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

    private void Read(IEnumerable<string> lines)
    {
        HashSet<string> members = [];
        foreach (string line in lines)
        {
            if (line[0] == ' ') { members.Add(line.Trim()); continue; }
            string type = line.TrimEnd('*', ' ');
            if (line.EndsWith('*')) { _carriers.Add(type); }
            _members[type] = members = _members.GetValueOrDefault(type) ?? new(StringComparer.Ordinal);
        }
    }

    private static IEnumerable<string> Lines(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"the gate ships no list {file}");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim().Length > 0 && line[0] != '#') { yield return line; }
        }
    }
}
