namespace MultiAgentEdge.Host.Cli;

/// <summary>How to start this program once more, as another process.</summary>
public static class OwnProgram
{
    /// <summary>Program and first arguments: its own executable where it lies beside it, else dotnet with its assembly.</summary>
    public static IReadOnlyList<string> CommandLine
    {
        get
        {
            var assembly = typeof(OwnProgram).Assembly.Location;
            var executable = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
            if (File.Exists(executable))
                return [executable];
            var host = Environment.ProcessPath;
            return [Path.GetFileNameWithoutExtension(host) == "dotnet" ? host! : "dotnet", assembly];
        }
    }
}
