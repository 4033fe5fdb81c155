using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// Compiles sources as a board's compiler would (C# 9, no .NET symbols) and runs every rule over them.
/// Sources are compiled against .NET, whose members are a superset: what a board lacks is found by name in the allow-list.
/// </summary>
public static class Gate
{
    private static readonly CSharpParseOptions BoardParse =
        new(LanguageVersion.CSharp9, DocumentationMode.None, SourceCodeKind.Regular, ["NANOFRAMEWORK_1_0"]);

    /// <summary>Checks the sources that the options name.</summary>
    public static IReadOnlyList<Finding> Check(GateOptions options)
    {
        List<SyntaxTree> trees = [.. options.Sources.Select(Parse)];
        IEnumerable<SyntaxTree> companions = options.Companions.Select(Parse);
        return Check(trees, companions, Against(options.References), options.Libraries, options.IsPart);
    }

    /// <summary>Checks one source text against the running .NET; for tests and editors.</summary>
    public static IReadOnlyList<Finding> CheckText(string source, string path = "Planted.cs", params IReadOnlyList<string> libraries) =>
        Check(
            [CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), BoardParse, path)], [], Against([]), libraries);

    private static IReadOnlyList<Finding> Check(
        List<SyntaxTree> trees, IEnumerable<SyntaxTree> companions, CSharpCompilation empty, IReadOnlyList<string> libraries,
        bool isPart = false)
    {
        var findings = new FindingList();
        CSharpCompilation compilation = empty.AddSyntaxTrees([.. trees, .. companions]);
        AllowList allowList = AllowList.Load(["mscorlib", "System.Math", .. libraries]);
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            SyntaxNode root = tree.GetRoot();
            new LanguageWalker(model, findings).Visit(root);
            new LibraryWalker(model, allowList, findings).Visit(root);
        }

        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult emitted = compilation.Emit(
            image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        foreach (Diagnostic error in emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            findings.Add(
                Rules.Compiles, error.Location, $"{error.Id} {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
        }

        if (emitted.Success) { CompiledCode.Check(image.ToArray(), symbols.ToArray(), findings, isPart); }
        return findings.Ordered();
    }

    private static SyntaxTree Parse(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), BoardParse, Path.GetFullPath(path));
    }

    private static CSharpCompilation Against(List<string> paths) =>
        paths.Count > 0 ? Empty(paths.Select(path => MetadataReference.CreateFromFile(path))) : RunningDotNet.Value;

    private static CSharpCompilation Empty(IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
        "Board", [], references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));

    /// <summary>Bound once: a process that checks many texts (the tests) does not read .NET's metadata for each.</summary>
    private static readonly Lazy<CSharpCompilation> RunningDotNet = new(() =>
    {
        CSharpCompilation empty = Empty(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(
                path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                    || Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)));
        empty.GetSpecialType(SpecialType.System_Object);
        return empty;
    });
}
