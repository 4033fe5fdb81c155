using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// Compiles sources as a board's compiler would (C# 9, no .NET symbols) and runs every rule over them: first against .NET, whose members
/// are a superset, so that what a board lacks is found by name and with advice; then against the board's own library, so that nothing
/// compiles here which does not there.
/// </summary>
public static class Gate
{
    private static readonly CSharpParseOptions BoardParse =
        new(LanguageVersion.CSharp9, DocumentationMode.None, SourceCodeKind.Regular, ["NANOFRAMEWORK_1_0"]);

    private static readonly CSharpCompilationOptions Optimised = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true);

    /// <summary>Checks the sources that the options name.</summary>
    public static IReadOnlyList<Finding> Check(GateOptions options)
    {
        List<SyntaxTree> trees = [.. options.Sources.Select(Parse)];
        List<SyntaxTree> companions = [.. options.Companions.Select(Parse)];
        CSharpCompilation? board = OnBoard(options)?.AddSyntaxTrees([.. trees, .. companions]);
        if (options.IsBoardOnly && board is null)
            throw new InvalidOperationException("an assembly that this one is built on was not compiled for a board");
        CSharpCompilation first = options.IsBoardOnly ? board! : Against(options.References).AddSyntaxTrees([.. trees, .. companions]);
        return Check(trees, first, board, options);
    }

    /// <summary>Checks one source text against the running .NET and a board's library; for tests and editors.</summary>
    public static IReadOnlyList<Finding> CheckText(string source, string path = "Planted.cs", params IReadOnlyList<string> libraries)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), BoardParse, path);
        var options = new GateOptions();
        options.Libraries.AddRange(libraries);
        return Check([tree], RunningDotNet.Value.AddSyntaxTrees(tree), OnBoard(options)!.AddSyntaxTrees(tree), options);
    }

    private static IReadOnlyList<Finding> Check(
        List<SyntaxTree> trees, CSharpCompilation first, CSharpCompilation? board, GateOptions options)
    {
        var findings = new FindingList();
        AllowList allowList = AllowList.Load([BoardLibrary.Core, BoardLibrary.Mathematics, .. options.Libraries]);
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = first.GetSemanticModel(tree);
            SyntaxNode root = tree.GetRoot();
            new LanguageWalker(model, findings).Visit(root);
            new LibraryWalker(model, allowList, findings, options.IsBoardOnly).Visit(root);
            new BehaviourWalker(model, findings).Visit(root);
        }

        StaticOrder.Check(first, trees, findings);
        Image? compiled = Emit(first, findings, onlyWhereNothingIsSaid: false, trees);
        if (board is not null && !ReferenceEquals(board, first)) { compiled = Emit(board, findings, true, trees) ?? compiled; }
        if (compiled is not null) { CompiledCode.Check(compiled.Bytes, compiled.Symbols, findings, options.IsPart); }
        IReadOnlyList<Finding> all = findings.Ordered();
        if (options.Emit is { } file && board is not null && compiled is not null && all.Count == 0)
            File.WriteAllBytes(file, compiled.Bytes);
        return all;
    }

    /// <summary>Null where it does not compile; what is wrong is found then.</summary>
    private static Image? Emit(CSharpCompilation compilation, FindingList findings, bool onlyWhereNothingIsSaid, List<SyntaxTree> trees)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult emitted = compilation.Emit(
            image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        foreach (Diagnostic error in emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            FileLinePositionSpan at = error.Location.GetLineSpan();
            // What a rule has named by line, with its advice, is not said again in the compiler's words; nor what a companion lacks.
            bool isSaid = onlyWhereNothingIsSaid && (findings.SaysAnythingAt(at.Path, at.StartLinePosition.Line + 1)
                || (error.Location.SourceTree is { } tree && !trees.Contains(tree)));
            if (isSaid) { continue; }
            findings.Add(
                Rules.Compiles, error.Location, $"{error.Id} {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
        }

        return emitted.Success ? new Image(image.ToArray(), symbols.ToArray()) : null;
    }

    private static SyntaxTree Parse(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), BoardParse, Path.GetFullPath(path));
    }

    /// <summary>The board's library, and of what these sources are built on that which was compiled for a board; null where something was
    /// not, because it came as an assembly for .NET alone.</summary>
    private static CSharpCompilation? OnBoard(GateOptions options)
    {
        string[] libraries =
            [.. new[] { BoardLibrary.Core, BoardLibrary.Mathematics }.Concat(options.Libraries).Distinct(StringComparer.Ordinal)];
        CSharpCompilation alone = BoundLibraries.GetOrAdd(string.Join('|', libraries), _ => Bound(libraries));
        if (options.References.Count == 0 && options.Name is null) { return alone; }
        List<MetadataReference> references = [.. libraries.Select(BoardLibrary.Reference)];
        foreach (string path in options.References)
        {
            if (BoardAssemblyOf(path) is { } compiled) { references.Add(MetadataReference.CreateFromFile(compiled)); }
            else if (BoardCodeMark.IsIn(path)) { return null; }
        }

        return CSharpCompilation.Create(options.Name ?? "Board", [], references, Optimised);
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, CSharpCompilation> BoundLibraries =
        new(StringComparer.Ordinal);

    private static CSharpCompilation Bound(string[] libraries)
    {
        CSharpCompilation bound = CSharpCompilation.Create("Board", [], libraries.Select(BoardLibrary.Reference), Optimised);
        bound.GetSpecialType(SpecialType.System_Object);
        return bound;
    }

    /// <summary>Beside an assembly for .NET, or beside the folder of its reference assembly.</summary>
    private static string? BoardAssemblyOf(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path) + GateOptions.BoardExtension;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string above = Path.GetDirectoryName(folder) ?? folder;
        return new[] { Path.Combine(folder, name), Path.Combine(above, name) }.FirstOrDefault(File.Exists);
    }

    private static CSharpCompilation Against(List<string> paths) =>
        paths.Count > 0 ? Empty(paths.Select(path => MetadataReference.CreateFromFile(path))) : RunningDotNet.Value;

    private static CSharpCompilation Empty(IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create("Board", [], references, Optimised);

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

    private sealed record Image(byte[] Bytes, byte[] Symbols);
}
