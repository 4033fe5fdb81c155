using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// A board's library as the gate has it: mscorlib as its package ships it, and what stands in <c>Api/</c> of the other packages, declared
/// by hand because few feeds carry them. One folder is one library that a project may ask for; the first line of each file names package
/// and version.
/// </summary>
public static class BoardLibrary
{
    /// <summary>What every board has.</summary>
    public const string Core = "mscorlib";

    /// <summary>What every board project may use beside it.</summary>
    public const string Mathematics = "System.Math";

    /// <summary>Sockets, native code, waiting: what the declarations of other packages are built on.</summary>
    private const string Network = "Rover.Network";

    private const string ApiFolder = "Api/";

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp9, DocumentationMode.None);

    private static readonly Lazy<byte[]> CoreImage = new(() => Read("mscorlib.dll"));

    private static readonly Lazy<MetadataReference> CoreReference = new(() => MetadataReference.CreateFromImage(CoreImage.Value));

    private static readonly ConcurrentDictionary<string, MetadataReference> Declared = new(StringComparer.Ordinal);

    /// <summary>Libraries that a project may ask for by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Core,
        .. ApiFiles()
            .Select(file => file[ApiFolder.Length..].Split('/')[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The package's own mscorlib.dll.</summary>
    public static byte[] CoreLibrary() => CoreImage.Value;

    /// <summary>The package's own mscorlib.pe: what a board loads of it.</summary>
    public static byte[] CoreImageOfBoard() => Read("mscorlib.pe");

    /// <summary>Package and version of every hand-declared file, as its first line says.</summary>
    public static IReadOnlyList<(string File, string Package, string Version)> DeclaredPackages() =>
        [.. ApiFiles()
            .Select(file => (file, First: Text(file).Split('\n')[0].TrimStart('/', ' ').TrimEnd().Split(' ')))
            .Select(one => (one.file, one.First[0], one.First.Length > 1 ? one.First[1] : ""))];

    /// <summary>A library by name, to compile against.</summary>
    public static MetadataReference Reference(string name) => name == Core
        ? CoreReference.Value
        : Declared.GetOrAdd(name, static one => Compile(one));

    /// <summary>The public types of a library.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(string name)
    {
        MetadataReference reference = Reference(name);
        var holder = CSharpCompilation.Create("Look", [], name == Core ? [reference] : [.. Beneath(name), reference]);
        return holder.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly
            ? Types(assembly.GlobalNamespace)
            : throw new InvalidOperationException($"The library {name} cannot be read.");
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol within)
    {
        foreach (INamespaceOrTypeSymbol member in within.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type) { yield return type; }
            if (member is INamespaceSymbol or INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public })
            {
                foreach (INamedTypeSymbol inner in Types(member)) { yield return inner; }
            }
        }
    }

    private static PortableExecutableReference Compile(string name)
    {
        SyntaxTree[] trees =
        [
            .. ApiFiles()
                .Where(file => file.StartsWith($"{ApiFolder}{name}/", StringComparison.Ordinal))
                .Select(file => CSharpSyntaxTree.ParseText(SourceText.From(Text(file)), Parse, file)),
        ];
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(
            name, trees, Beneath(name),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true)).Emit(image);
        return result.Success
            ? MetadataReference.CreateFromImage(image.ToArray())
            : throw new InvalidOperationException(
                $"The declarations of {name} do not compile: "
                + string.Join("; ", result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
    }

    private static MetadataReference[] Beneath(string name) =>
        name is Network or Mathematics ? [CoreReference.Value] : [CoreReference.Value, Reference(Network)];

    private static IEnumerable<string> ApiFiles() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Select(name => name.Replace('\\', '/'))
        .Where(name => name.StartsWith(ApiFolder, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static string Text(string file)
    {
        using var reader = new StreamReader(new MemoryStream(Read(file)));
        return reader.ReadToEnd();
    }

    private static byte[] Read(string name)
    {
        Assembly here = Assembly.GetExecutingAssembly();
        using Stream stream = here.GetManifestResourceStream(name) ?? here.GetManifestResourceStream(name.Replace('/', '\\'))
            ?? throw new FileNotFoundException($"the gate ships no {name}");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
