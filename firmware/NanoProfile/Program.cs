using System.Text.Json;

namespace MultiAgentEdge.NanoProfile;

/// <summary>The gate as a program: exit code 0 clean, 1 findings, 2 usage.</summary>
public static class Program
{
    private const string HelpText = """
        Fails where C# sources use a language feature or library member that a nanoFramework board lacks.

        usage: dotnet run --project firmware/NanoProfile -- [options] <files or folders>
          --with PATH        compile these sources too, without checking them
          --reference DLL    compile against this assembly (repeat; default: the running .NET)
          --library NAME     allow another reviewed library, for example System.Device
          --board-only       these sources compile for a board alone (sockets, files, pins of its packages)
          --emit FILE        write the assembly for a board to FILE when nothing was found
          --name NAME        of that assembly
          --part             no assembly of a board: sizes of assemblies are not checked
          --json             print findings as JSON
          --stamp FILE       write FILE when nothing was found
          @FILE              read arguments from FILE, one a line

        example: dotnet run --project firmware/NanoProfile -- shared
                 dotnet run --project firmware/NanoProfile -- firmware/Rover --with shared --with hardware/Abstractions --json
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static int Main(string[] args)
    {
        if (!GateOptions.TryParse(args, out GateOptions options, out string error))
        {
            Console.Error.WriteLine($"NanoProfile: {error}. Try --help.");
            return 2;
        }

        if (options.Help) { Console.WriteLine(HelpText); return 0; }
        if (options.Libraries.FirstOrDefault(name => !BoardLibrary.Names.Contains(name)) is { } unknown)
        {
            Console.Error.WriteLine($"NanoProfile: no library list {unknown}; there are {string.Join(", ", BoardLibrary.Names)}.");
            return 2;
        }

        IReadOnlyList<Finding> findings = Gate.Check(options);
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { files = options.Sources.Count, findings }, Indented));
        }
        else
        {
            foreach (Finding finding in findings) { Console.WriteLine(finding); }
        }

        if (findings.Count > 0) { return 1; }
        if (options.Stamp is { } stamp) { File.WriteAllText(stamp, $"{options.Sources.Count} files passed\n"); }
        return 0;
    }
}
