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

    public CallDepth(IEnumerable<Stream> images)
    {
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
    public long Bytes(string method)
    {
        var found = methods.Values.FirstOrDefault(one => $"{one.DeclaringType.Name}.{one.Name}" == method)
            ?? throw new InvalidOperationException($"The firmware has no method {method}.");
        return Deepest(found) + LibraryBytes;
    }

    public void Dispose() => modules.ForEach(module => module.Dispose());

    private long Deepest(MethodDefinition method)
    {
        if (known.TryGetValue(method.FullName, out var before))
            return before;
        known[method.FullName] = 0;
        if (!method.HasBody)
            return 0;
        var body = method.Body;
        var blocks = FrameBlocks + Math.Max(LeastBlocks, body.Variables.Count + body.MaxStackSize + SpareBlocks);
        var below = body.Instructions.Select(one => one.Operand).OfType<MethodReference>().SelectMany(Targets)
            .Select(Deepest).DefaultIfEmpty().Max();
        return known[method.FullName] = (BoardHeap.BlockBytes * (long)blocks) + below;
    }

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
