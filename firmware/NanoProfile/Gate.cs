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
        return Check(trees, companions, References(options.References), options.Libraries);
    }

    /// <summary>Checks one source text against the running .NET; for tests and editors.</summary>
    public static IReadOnlyList<Finding> CheckText(string source, string path = "Planted.cs", params IReadOnlyList<string> libraries) =>
        Check([CSharpSyntaxTree.ParseText(source, BoardParse, path)], [], References([]), libraries);

    private static IReadOnlyList<Finding> Check(
        List<SyntaxTree> trees, IEnumerable<SyntaxTree> companions, IEnumerable<MetadataReference> references, IReadOnlyList<string> libraries)
    {
        var findings = new FindingList();
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Board", [.. trees, .. companions], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
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
        EmitResult emitted = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        foreach (Diagnostic error in emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            findings.Add(Rules.Compiles, error.Location, $"{error.Id} {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
        }

        if (emitted.Success) { CompiledCode.Check(image.ToArray(), symbols.ToArray(), findings); }
        return findings.Ordered();
    }

    private static SyntaxTree Parse(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), BoardParse, Path.GetFullPath(path));
    }

    private static IEnumerable<MetadataReference> References(List<string> paths)
    {
        IEnumerable<string> dlls = paths.Count > 0
            ? paths
            : ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll");
        return dlls.Select(path => MetadataReference.CreateFromFile(path));
    }
}
