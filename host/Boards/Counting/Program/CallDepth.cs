using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// What the stack of a thread takes on a 32-bit board where its calls go deepest, read from the code: every call that the code can make,
/// each interface call to every method that implements it, recursion once. A frame is 7 blocks and one block for each local and each place
/// of its evaluation stack and three more, ten at least (CLR_RT_StackFrame of the interpreter).
/// </summary>
internal sealed class CallDepth : IDisposable
{
    private const int FrameBlocks = 7;
    private const int LeastBlocks = 10;
    private const int SpareBlocks = 3;

    /// <summary>Below the firmware's own deepest call: two frames of the board's library.</summary>
    private const int LibraryBytes = 2 * (FrameBlocks + LeastBlocks) * BoardHeap.BlockBytes;

    private readonly List<ModuleDefinition> modules = [];
    private readonly Dictionary<string, MethodDefinition> methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TypeDefinition>> under = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> absent;

    /// <param name="absent">Types whose methods are never called, and single methods as <c>Type.Method</c>.</param>
    public CallDepth(IEnumerable<Stream> images, params string[] absent)
    {
        this.absent = [.. absent];
        foreach (var image in images)
            modules.Add(ModuleDefinition.ReadModule(image));
        foreach (var type in modules.SelectMany(module => module.GetTypes()))
        {
            foreach (var method in type.Methods)
                methods.TryAdd(method.FullName, method);
            foreach (var above in type.Interfaces.Select(one => one.InterfaceType).Append(type.BaseType).OfType<TypeReference>())
            {
                if (!under.TryGetValue(above.FullName, out var list))
                    under[above.FullName] = list = [];
                list.Add(type);
            }
        }
    }

    /// <summary>Bytes of all frames under a method, its own too.</summary>
    /// <param name="method">Type and name, as <c>Program.Main</c>; the first of that name.</param>
    public long Bytes(string method) => Deepest(Find(method)) + LibraryBytes;

    /// <summary>Bytes of the shortest chain of calls from one method to another, both of them too.</summary>
    public long BytesTo(string method, string target)
    {
        var (from, to) = (Find(method), Find(target));
        var least = new Dictionary<MethodDefinition, long> { [from] = Frame(from) };
        var next = new PriorityQueue<MethodDefinition, long>();
        next.Enqueue(from, least[from]);
        while (next.TryDequeue(out var one, out var bytes) && one != to)
        {
            foreach (var called in Called(one).Where(each => each.HasBody))
            {
                var with = bytes + Frame(called);
                if (with < least.GetValueOrDefault(called, long.MaxValue))
                    next.Enqueue(called, least[called] = with);
            }
        }

        return least.GetValueOrDefault(to, 0);
    }

    public void Dispose() => modules.ForEach(module => module.Dispose());

    private long Deepest(MethodDefinition method)
    {
        if (known.TryGetValue(method.FullName, out var before))
            return before;
        known[method.FullName] = 0;
        if (!method.HasBody)
            return 0;
        return known[method.FullName] = Frame(method) + Called(method).Select(Deepest).DefaultIfEmpty().Max();
    }

    private MethodDefinition Find(string method) =>
        methods.Values.FirstOrDefault(one => $"{one.DeclaringType.Name}.{one.Name}" == method)
            ?? throw new InvalidOperationException($"The firmware has no method {method}.");

    private static long Frame(MethodDefinition method) => BoardHeap.BlockBytes
        * (FrameBlocks + Math.Max(LeastBlocks, (long)method.Body.Variables.Count + method.Body.MaxStackSize + SpareBlocks));

    private IEnumerable<MethodDefinition> Called(MethodDefinition method) =>
        method.Body.Instructions.Select(one => one.Operand).OfType<MethodReference>().SelectMany(Targets)
            .Where(target => !absent.Contains(target.DeclaringType.Name) && !absent.Contains($"{target.DeclaringType.Name}.{target.Name}"));

    private IEnumerable<MethodDefinition> Targets(MethodReference call)
    {
        if (!methods.TryGetValue(call.FullName, out var target))
            return [];
        return target.IsVirtual ? Overrides(target.DeclaringType, target).Append(target) : [target];
    }

    private IEnumerable<MethodDefinition> Overrides(TypeDefinition type, MethodDefinition of)
    {
        foreach (var derived in under.GetValueOrDefault(type.FullName) ?? [])
        {
            var own = derived.Methods.FirstOrDefault(
                one => one.Name == of.Name && one.Parameters.Count == of.Parameters.Count
                    && one.Parameters.Select(each => each.ParameterType.FullName)
                        .SequenceEqual(of.Parameters.Select(each => each.ParameterType.FullName)));
            if (own is not null)
                yield return own;
            foreach (var further in Overrides(derived, of))
                yield return further;
        }
    }
}
