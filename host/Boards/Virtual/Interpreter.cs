using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Boards;

/// <summary>How a process that runs the program of a virtual board (firmware/Rover.Virtual) is started.</summary>
/// <param name="Program">To start.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="TakesPort">Whether the port of its cable is the argument after those; else it is <see cref="CablePort"/>.</param>
public sealed record Interpreter(string Program, IReadOnlyList<string> Arguments, bool TakesPort)
{
    /// <summary>Where a virtual board calls that can be told nothing: what firmware/Rover.Virtual/Program.cs says.</summary>
    public const int CablePort = 18731;

    /// <summary>Where nanoFramework's project system leaves what an interpreter loads, from the clone's folder on.</summary>
    public const string AssembliesFolder = "firmware/Rover.Virtual/bin/Release";

    private const string Nano = "nanoclr";
    private const string DotNet = "dotnet";

    /// <summary>In the order of who needs whom, as an interpreter wants them.</summary>
    private static readonly string[] Assemblies =
    [
        "mscorlib", "nanoFramework.Runtime.Native", "nanoFramework.Runtime.Events", "nanoFramework.System.Text", "System.Math",
        "System.Threading", "System.Net", "MultiAgentEdge.Rover.Shared", "MultiAgentEdge.Rover.Motion", "MultiAgentEdge.Rover.World",
        "MultiAgentEdge.Rover.Virtual",
    ];

    /// <summary>Of <c>nanoclr:PATH</c>, an interpreter, or <c>dotnet:PATH</c>, the same program as .NET's build made it.</summary>
    /// <param name="text">What somebody typed.</param>
    /// <param name="folder">With the .pe files that an interpreter loads.</param>
    /// <exception cref="MaeException">Neither, or something is not there.</exception>
    public static Interpreter Parse(string text, string folder)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, path) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        if (kind is not (Nano or DotNet) || path.Length == 0)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE002", $"--on takes nanoclr:PATH or dotnet:PATH, not \"{NameText.Short(text)}\".",
                "Name an interpreter: --on nanoclr:build/bin/nanoFramework.nanoCLR.test");
        }

        if (!File.Exists(path))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE358", $"There is no {path}.",
                kind == Nano
                    ? "Build nanoCLR for this machine, with System.Net in it (firmware/Rover.Virtual/README.md says how)."
                    : "Build it: dotnet build firmware/Rover.Virtual/Rover.Virtual.csproj -c Release");
        }

        return kind == DotNet ? new(DotNet, [path], true) : new(path, [.. Words(path), .. Files(folder)], false);
    }

    /// <summary>What stands before the assemblies: the tool's verb, or nothing but the option that both know.</summary>
    private static string[] Words(string path) =>
        Path.GetFileNameWithoutExtension(path).Equals(Nano, StringComparison.OrdinalIgnoreCase)
            ? ["run", "--assemblies"] : ["--assemblies"];

    private static List<string> Files(string folder)
    {
        var files = Assemblies.Select(name => Path.GetFullPath(Path.Combine(folder, name + ".pe"))).ToList();
        var missing = files.Where(file => !File.Exists(file)).Select(Path.GetFileName).ToList();
        return missing.Count == 0
            ? files
            : throw new MaeException(
                ExitCode.Configuration, "MAE359", $"{folder} has no {string.Join(", ", missing)}.",
                "Build them where nanoFramework's project system is: msbuild firmware/Rover.Virtual/Rover.Virtual.nfproj "
                + "-p:Configuration=Release; another folder: --pe DIR.");
    }
}
