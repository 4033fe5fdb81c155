using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MultiAgentEdge.Firmware;
using BoardSelfTest = MultiAgentEdge.Firmware.SelfTest;

namespace MultiAgentEdge.Tests.Rover.SelfTest;

/// <summary>The self-test's number: the same on every machine, and another one as soon as anything computes differently.</summary>
public sealed class SelfTestTests
{
    private const int Steps = 1000;

    /// <summary>The sources as a board's compiler sees them (no #if NET parts) against the build with .NET's fast paths: 1,000 steps of
    /// each mission.</summary>
    [Fact]
    public void Board_code_and_DotNet_fast_paths_give_the_same_bits()
    {
        Type test = CompileForBoard().GetType("MultiAgentEdge.Firmware.SelfTest")!;

        var board = (uint)test.GetMethod(nameof(BoardSelfTest.Run))!.Invoke(null, [Steps, Steps])!;
        var pose = (uint)test.GetMethod(nameof(BoardSelfTest.RunPose))!.Invoke(null, [10 * Steps])!;

        Assert.Equal(board, BoardSelfTest.Run(Steps, Steps));
        Assert.Equal(pose, BoardSelfTest.RunPose(10 * Steps));
    }

    /// <summary>Whoever changes it changes what boards in the field compute. The interpreter printed CE0631EE while coverage on wheels took
    /// the rover's point for its particle; this number is that of .NET, also for the boards' sources.</summary>
    [Fact]
    public void The_standard_run_has_its_number() =>
        Assert.Equal(0xD3ABBAF3u, BoardSelfTest.Run(BoardSelfTest.StandardSteps, BoardSelfTest.StandardSteps));

    [Fact]
    public void Every_wheel_step_counts() => Assert.Equal(4, new[] { 0, 1, 2, 3 }.Select(BoardSelfTest.RunPose).Distinct().Count());

    [Fact]
    public void Every_step_and_every_inference_counts()
    {
        uint[] crcs = [BoardSelfTest.Run(0, 0), BoardSelfTest.Run(1, 0), BoardSelfTest.Run(2, 0), BoardSelfTest.Run(0, 1),
            BoardSelfTest.Run(0, 2)];

        Assert.Equal(crcs.Length, crcs.Distinct().Count());
    }

    [Fact]
    public void A_single_bit_changes_the_fold()
    {
        var a = new BitFold();
        var b = new BitFold();
        a.Add(1.0);
        b.Add(Math.BitIncrement(1.0));

        Assert.NotEqual(a.Crc, b.Crc);
    }

    private static Assembly CompileForBoard([CallerFilePath] string here = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
        var parse = new CSharpParseOptions(LanguageVersion.CSharp9, preprocessorSymbols: ["NANOFRAMEWORK_1_0"]);
        IEnumerable<SyntaxTree> trees = new[] { "shared", "hardware/Abstractions", "firmware/Rover" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(root, room), "*.cs", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), parse));
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        using var image = new MemoryStream();
        var compilation = CSharpCompilation.Create(
            "BoardSelfTest", trees, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        return Assembly.Load(image.ToArray());
    }
}
