using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// A board assembly whose every basic block counts its IL instructions, its calls and what it allocates. Loaded beside the program's own types,
/// in a context that can be collected. What is in a namespace that ends in "Replay" is not board code and not counted.
/// </summary>
public sealed class Instrumented : IDisposable
{
    private const string CounterType = "InstructionCounters";
    private readonly AssemblyLoadContext context = new("counted board code", isCollectible: true);
    private readonly FieldInfo[] counters;

    private Instrumented(Stream image)
    {
        Assembly = context.LoadFromStream(image);
        var type = Assembly.GetType(CounterType, throwOnError: true)!;
        counters = [type.GetField("Instructions")!, type.GetField("Calls")!, type.GetField("Allocations")!];
    }

    public Assembly Assembly { get; }

    /// <summary>IL instructions, calls and allocations so far.</summary>
    public (long Instructions, long Calls, long Allocations) Counts =>
        ((long)counters[0].GetValue(null)!, (long)counters[1].GetValue(null)!, (long)counters[2].GetValue(null)!);

    /// <param name="image">The compiled assembly.</param>
    /// <param name="only">Methods to count, by full name; null for all.</param>
    public static Instrumented Load(Stream image, Func<string, bool>? only = null)
    {
        using var module = ModuleDefinition.ReadModule(image);
        var type = new TypeDefinition("", CounterType, Mono.Cecil.TypeAttributes.Public | Mono.Cecil.TypeAttributes.Abstract | Mono.Cecil.TypeAttributes.Sealed, module.TypeSystem.Object);
        FieldDefinition[] fields = [.. new[] { "Instructions", "Calls", "Allocations" }.Select(name =>
            new FieldDefinition(name, Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static, module.TypeSystem.Int64))];
        foreach (var field in fields)
            type.Fields.Add(field);
        foreach (var method in module.GetTypes().Where(IsBoardCode).SelectMany(t => t.Methods).Where(m => m.HasBody && only?.Invoke(m.FullName) != false).ToList())
            new BlockCounter(method, fields).Instrument();
        module.Types.Add(type);
        var counted = new MemoryStream();
        module.Write(counted);
        counted.Position = 0;
        return new Instrumented(counted);
    }

    public void Dispose() => context.Unload();

    private static bool IsBoardCode(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return !type.Namespace.EndsWith("Replay", StringComparison.Ordinal);
    }
}
