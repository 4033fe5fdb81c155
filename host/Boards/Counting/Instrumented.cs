using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Board assemblies whose every basic block counts its IL instructions, its calls and what it allocates. Loaded beside the program's own
/// types, in a context that can be collected. What is in a namespace that ends in "Replay" is not board code and not counted.
/// </summary>
public sealed class Instrumented : IDisposable
{
    private const string CounterType = "InstructionCounters";
    private readonly AssemblyLoadContext context = new("counted board code", isCollectible: true);
    private readonly FieldInfo[] counters;

    private Instrumented(IReadOnlyList<Stream> images)
    {
        var loaded = new List<Assembly>();
        context.Resolving += (_, name) => loaded.Find(assembly => assembly.GetName().Name == name.Name);
        foreach (var image in images)
            loaded.Add(context.LoadFromStream(image));
        Assemblies = loaded;
        var type = loaded[0].GetType(CounterType, throwOnError: true)!;
        counters = [type.GetField("Instructions")!, type.GetField("Calls")!, type.GetField("Allocations")!];
    }

    /// <summary>In the order of their images.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; }

    /// <summary>The last of the assemblies.</summary>
    public Assembly Assembly => Assemblies[^1];

    /// <summary>So far.</summary>
    public BoardCounts Counts => new(Count(0), Count(1), Count(2));

    /// <param name="images">Compiled assemblies, each built on those before it.</param>
    /// <param name="only">Methods to count, by full name; null for all.</param>
    public static Instrumented Load(IReadOnlyList<Stream> images, Func<string, bool>? only = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        FieldDefinition[] fields = [];
        using var resolver = new BoardResolver();
        var counted = new List<Stream>();
        foreach (var image in images)
        {
            using var module = ModuleDefinition.ReadModule(image, new ReaderParameters { AssemblyResolver = resolver });
            if (fields.Length == 0)
                fields = AddCounters(module);
            FieldReference[] own = [.. fields.Select(field => module.ImportReference(field))];
            foreach (var method in module
                .GetTypes()
                .Where(IsBoardCode)
                .SelectMany(t => t.Methods)
                .Where(m => m.HasBody && only?.Invoke(m.FullName) != false).ToList())
                new BlockCounter(method, own).Instrument();
            var written = new MemoryStream();
            module.Write(written);
            written.Position = 0;
            counted.Add(written);
        }

        return new Instrumented(counted);
    }

    private long Count(int of) => (long)counters[of].GetValue(null)!;

    private static FieldDefinition[] AddCounters(ModuleDefinition module)
    {
        var type = new TypeDefinition(
            "", CounterType, Mono.Cecil.TypeAttributes.Public | Mono.Cecil.TypeAttributes.Abstract | Mono.Cecil.TypeAttributes.Sealed,
            module.TypeSystem.Object);
        module.Types.Add(type);
        foreach (var name in new[] { "Instructions", "Calls", "Allocations" })
        {
            type.Fields.Add(
                new FieldDefinition(name, Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static, module.TypeSystem.Int64));
        }

        return [.. type.Fields];
    }

    public void Dispose() => context.Unload();

    private static bool IsBoardCode(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return !type.Namespace.EndsWith("Replay", StringComparison.Ordinal);
    }
}
