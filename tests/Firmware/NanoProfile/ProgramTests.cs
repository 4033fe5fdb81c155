using System.Text.Json;
using MultiAgentEdge.NanoProfile;

namespace MultiAgentEdge.Tests.NanoProfile;

/// <summary>The gate as the build runs it: files, exit codes, stamp, JSON.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoprofile").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_clean_folder_passes_and_leaves_a_stamp()
    {
        Write("Good.cs", "namespace A { public class Good { public double[] Data; } }");
        Write("obj/Generated.cs", "namespace A { public class Bad { public float[,] Data; } }");

        (int code, string output) = Run(_folder, "--stamp", In("stamp"));

        Assert.Equal((0, ""), (code, output));
        Assert.True(File.Exists(In("stamp")));
    }

    [Fact]
    public void A_planted_file_fails_with_file_and_line_and_no_stamp()
    {
        string planted = Write("Planted.cs", "namespace A\n{\n    public class Bad { public float[,] Data; }\n}");

        (int code, string output) = Run(_folder, "--stamp", In("stamp"));

        Assert.Equal(1, code);
        Assert.StartsWith($"{planted}(3,31): error NANO102: array float[,]: ", output, StringComparison.Ordinal);
        Assert.False(File.Exists(In("stamp")));
    }

    [Fact]
    public void A_part_of_several_assemblies_may_be_larger_than_one()
    {
        string values = string.Join(',', Enumerable.Repeat("7, 9", 17000));
        string large = Write(
            "Large.cs",
            $"namespace A {{ public class Good {{ static readonly byte[] A = new byte[] {{ {values} }}; static readonly byte[] B = new "
            + $"byte[] {{ 1, {values} }}; }} }}");

        Assert.Equal(1, Run(large).Code);
        Assert.Equal(0, Run(large, "--part").Code);
    }

    [Fact]
    public void Companions_are_compiled_and_not_checked()
    {
        string checkedFile = Write("Checked.cs", "namespace A { public class Good { public Helper Other; } }");
        string companion = Write("Helper.cs", "namespace A { public class Helper { public float[,] Data; } }");

        Assert.Equal(0, Run(checkedFile, "--with", companion).Code);
        Assert.Equal(1, Run(checkedFile).Code);
    }

    [Fact]
    public void Json_lists_code_file_line_and_column()
    {
        string planted = Write("Planted.cs", "namespace A { public class Bad { public int? Data; } }");

        (int code, string output) = Run(planted, "--json");

        Assert.Equal(1, code);
        JsonElement finding = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(
            ("NANO105", planted, 1),
            (finding.GetProperty("code").GetString(), finding.GetProperty("path").GetString(), finding.GetProperty("line").GetInt32()));
    }

    [Fact]
    public void A_response_file_stands_for_its_lines()
    {
        string good = Write("Good.cs", "namespace A { public class Good { } }");
        string list = Write("args.rsp", $"{good}\n--library\nSystem.Device\n");

        Assert.Equal(0, Run("@" + list).Code);
    }

    /// <summary>Whoever writes board code in two projects refers from one to the other: what has passed needs no list, and nothing else
    /// comes in with it.</summary>
    [Fact]
    public void An_assembly_of_board_code_needs_no_list_and_another_does()
    {
        string dotnet = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string here = AppContext.BaseDirectory;
        string[] against =
        [
            "--reference", typeof(object).Assembly.Location, "--reference", Path.Combine(dotnet, "System.Runtime.dll"),
            "--reference", Path.Combine(here, "MultiAgentEdge.Hardware.Abstractions.dll"),
            "--reference", Path.Combine(here, "MultiAgentEdge.Hardware.Simulated.dll"),
        ];

        string board = Write("Board.cs", "namespace A { public class Good { public MultiAgentEdge.Hardware.IClock Clock; } }");
        Assert.Equal((0, ""), Run([board, .. against]));
        string host = Write("Host.cs", "namespace A { public class Bad { public MultiAgentEdge.Hardware.Simulated.PinBoard Pins; } }");
        Assert.Contains("NANO201", Run([host, .. against]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("--nonsense")]
    [InlineData("/no/such/folder")]
    [InlineData("--with")]
    [InlineData("--library", "Nowhere", "--stamp", "x")]
    public void Wrong_usage_is_exit_code_2(params string[] args)
    {
        Assert.Equal(2, Run(args).Code);
    }

    private static readonly Lock ConsoleLock = new();

    private static (int Code, string Output) Run(params string[] args)
    {
        lock (ConsoleLock)
        {
            TextWriter before = Console.Out;
            using var captured = new StringWriter();
            Console.SetOut(captured);
            try { return (Program.Main(args), captured.ToString()); }
            finally { Console.SetOut(before); }
        }
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string Write(string name, string text)
    {
        string path = In(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
