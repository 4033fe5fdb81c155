namespace MultiAgentEdge.NanoProfile;

/// <summary>What to check and against what.</summary>
public sealed class GateOptions
{
    /// <summary>Source files to check.</summary>
    public List<string> Sources { get; } = [];

    /// <summary>Source files that are compiled with them and not checked.</summary>
    public List<string> Companions { get; } = [];

    /// <summary>Assemblies to compile against; empty: the running .NET.</summary>
    public List<string> References { get; } = [];

    /// <summary>Allow-lists beside mscorlib and System.Math, for example <c>System.Device</c>.</summary>
    public List<string> Libraries { get; } = [];

    /// <summary>These sources are no assembly of a board, so the size of one is not theirs to keep.</summary>
    public bool IsPart { get; private set; }

    /// <summary>File extension of an assembly compiled for a board; it stands beside the one for .NET.</summary>
    public const string BoardExtension = ".board";

    /// <summary>These sources are for a board alone: nothing of them compiles for .NET.</summary>
    public bool IsBoardOnly { get; private set; }

    /// <summary>Where the assembly for a board goes once nothing was found; null: nowhere.</summary>
    public string? Emit { get; private set; }

    /// <summary>Name of that assembly.</summary>
    public string? Name { get; private set; }

    /// <summary>Print findings as one JSON document instead of lines.</summary>
    public bool Json { get; private set; }

    /// <summary>Written when nothing was found; the build's proof that these sources passed.</summary>
    public string? Stamp { get; private set; }

    /// <summary>True where a person asked for the help text.</summary>
    public bool Help { get; private set; }

    /// <summary>Reads the command line; false with a message for a wrong one.</summary>
    public static bool TryParse(IReadOnlyList<string> args, out GateOptions options, out string error)
    {
        options = new GateOptions();
        error = "";
        for (int i = 0; i < args.Count; i++)
        {
            string arg = args[i];
            string? value = i + 1 < args.Count ? args[i + 1] : null;
            switch (arg)
            {
                case "--part": options.IsPart = true; break;
                case "--board-only": options.IsBoardOnly = true; break;
                case "--json": options.Json = true; break;
                case "--help" or "-h": options.Help = true; return true;
                case "--with" or "--reference" or "--library" or "--stamp" or "--emit" or "--name" when value is null:
                    error = $"{arg} needs a value";
                    return false;
                case "--with": i++; if (!TryAddSources(value!, options.Companions, out error)) { return false; } break;
                case "--reference": i++; options.References.Add(value!); break;
                case "--library": i++; options.Libraries.Add(value!); break;
                case "--stamp": i++; options.Stamp = value; break;
                case "--emit": i++; options.Emit = value; break;
                case "--name": i++; options.Name = value; break;
                case ['@', .. string list]:
                    if (!File.Exists(list)) { error = $"no response file {list}"; return false; }
                    if (!TryParseInto(options, [.. File.ReadAllLines(list).Where(line => line.Length > 0)], out error)) { return false; }
                    break;
                case ['-', ..]: error = $"unknown option {arg}"; return false;
                default: if (!TryAddSources(arg, options.Sources, out error)) { return false; } break;
            }
        }

        // A project may still be empty in a build; a person who names nothing has mistyped.
        if (options.Sources.Count == 0 && options.Stamp is null) { error = "no source files"; }
        return error.Length == 0;
    }

    private static bool TryParseInto(GateOptions into, List<string> lines, out string error)
    {
        bool ok = TryParse(["--stamp", "", .. lines], out GateOptions read, out error);
        into.Sources.AddRange(read.Sources);
        into.Companions.AddRange(read.Companions);
        into.References.AddRange(read.References);
        into.Libraries.AddRange(read.Libraries);
        into.IsPart |= read.IsPart;
        into.IsBoardOnly |= read.IsBoardOnly;
        into.Emit ??= read.Emit;
        into.Name ??= read.Name;
        into.Stamp ??= read.Stamp is { Length: > 0 } stamp ? stamp : null;
        return ok;
    }

    private static bool TryAddSources(string path, List<string> into, out string error)
    {
        error = "";
        if (Directory.Exists(path))
        {
            into.AddRange(Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
                .Where(file => !IsBuildOutput(Path.GetRelativePath(path, file)))
                .Order(StringComparer.Ordinal));
            return true;
        }

        if (File.Exists(path)) { into.Add(path); return true; }
        error = $"no file or folder {path}";
        return false;
    }

    private static bool IsBuildOutput(string path) => path.Split('/', '\\') is ["obj" or "bin", ..];
}
