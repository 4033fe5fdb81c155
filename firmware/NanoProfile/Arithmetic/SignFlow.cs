using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// Follows the interpreter's type tags through one method's optimised IL and finds where a signed operation meets a value that still
/// carries an unsigned tag; rule NANO301. C# emits nothing for <c>(int)u</c>, and no tag changes where a value is passed or returned;
/// only storing it in a kept local, a field or an array element does. A local that is read once does not count: the optimiser removes it.
/// </summary>
public sealed class SignFlow
{
    private readonly MetadataReader _metadata;
    private readonly ImmutableArray<StackValue> _locals;
    private readonly ImmutableArray<StackValue> _arguments;
    private readonly StackValue _returned;
    private readonly Dictionary<int, StackValue[]> _stackAt = [];
    private readonly List<(int, string)> _traps = [];
    private readonly Stack<StackValue> _stack = new();

    private SignFlow(MetadataReader metadata, MethodDefinition method, MethodBodyBlock body)
    {
        _metadata = metadata;
        MethodSignature<StackValue> signature = method.DecodeSignature(StackValueProvider.Instance, null);
        _arguments = signature.Header.IsInstance ? signature.ParameterTypes.Insert(0, StackValue.Signed) : signature.ParameterTypes;
        _returned = signature.ReturnType;
        _locals = body.LocalSignature.IsNil
            ? []
            : metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(StackValueProvider.Instance, null);
        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            if (region.Kind is ExceptionRegionKind.Catch
                or ExceptionRegionKind.Filter) { _stackAt[region.HandlerOffset] = [StackValue.Signed]; }
            if (region.Kind is ExceptionRegionKind.Filter) { _stackAt[region.FilterOffset] = [StackValue.Signed]; }
        }
    }

    /// <summary>The traps of one method: IL offset and the operation that goes wrong.</summary>
    public static IReadOnlyList<(int Offset, string What)> Find(MetadataReader metadata, MethodDefinition method, MethodBodyBlock body)
    {
        var flow = new SignFlow(metadata, method, body);
        BlobReader il = body.GetILReader();
        bool reachable = true;
        while (il.RemainingBytes > 0)
        {
            int offset = il.Offset;
            flow.Enter(offset, reachable);
            Instruction instruction = Instruction.Read(ref il);
            flow.Step(instruction, offset);
            foreach (int target in instruction.Targets) { flow._stackAt[target] = flow.MergeAt(target); }
            reachable = instruction.Code.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
            if (!reachable) { flow._stack.Clear(); }
        }

        return flow._traps;
    }

    private void Enter(int offset, bool reachable)
    {
        if (!_stackAt.ContainsKey(offset)) { return; }
        StackValue[] merged = reachable ? MergeAt(offset) : _stackAt[offset];
        _stack.Clear();
        foreach (StackValue value in merged) { _stack.Push(value); }
    }

    /// <summary>Bottom of the stack first.</summary>
    private StackValue[] MergeAt(int target)
    {
        StackValue[] now = [.. _stack.Reverse()];
        return _stackAt.TryGetValue(target, out StackValue[]? before) && before.Length == now.Length
            ? [.. before.Zip(now, StackValue.Merge)] : now;
    }

    private StackValue Pop() => _stack.TryPop(out StackValue? value) ? value : StackValue.Signed;

    private void Trap(StackValue value, int offset, string what)
    {
        if (value.IsTrap) { _traps.Add((offset, what)); }
    }

    private void Step(Instruction instruction, int offset)
    {
        string name = instruction.Code.Name!;
        string family = name.Split('.')[0];
        switch (family)
        {
            case "ldarg": _stack.Push(Declared(_arguments, instruction.Variable)); return;
            case "ldloc": _stack.Push(Declared(_locals, instruction.Variable)); return;
            case "ldarga": _stack.Push(new StackValue(false, false, Declared(_arguments, instruction.Variable))); return;
            case "ldloca": _stack.Push(new StackValue(false, false, Declared(_locals, instruction.Variable))); return;
            case "ldc": _stack.Push(instruction.Constant < 0 ? StackValue.Signed : StackValue.Small); return;
            case "dup": _stack.Push(_stack.TryPeek(out StackValue? top) ? top : StackValue.Signed); return;
            case "ldsfld": _stack.Push(FieldType(instruction.Token)); return;
            case "ldfld": Pop(); _stack.Push(FieldType(instruction.Token)); return;
            case "ldelem": Pop(); _stack.Push(Loaded(name, Pop())); return;
            case "ldind": _stack.Push(Loaded(name, Pop())); return;
            case "add" or "sub" or "mul" or "and" or "or" or "xor" or "shl" or "shr" or "div" or "rem": Combine(name, offset); return;
            case "neg" or "not": _stack.Push(Pop() with { MayBeNegative = true }); return;
            case "conv": Convert(name, offset); return;
            case "call" or "callvirt" or "newobj": Call(instruction.Token, name, offset); return;
            case "ret":
                if (_stack.Count > 0 && _returned.IsSignedInteger) { Trap(Pop(), offset, "return of a value reinterpreted as signed"); }
                return;
            default: Generic(instruction.Code); return;
        }
    }

    private static StackValue Declared(ImmutableArray<StackValue> types, int index) =>
        index < types.Length ? types[index] : StackValue.Signed;

    private static StackValue Loaded(string name, StackValue from) => name switch
    {
        "ldelem.u4" or "ldind.u4" => StackValue.Unsigned,
        "ldelem.u1" or "ldelem.u2" or "ldind.u1" or "ldind.u2" => StackValue.Small,
        _ => from.Element ?? StackValue.Signed,
    };

    private void Combine(string name, int offset)
    {
        StackValue right = Pop(), left = Pop();
        if (name is "shr"
            or "rem") { Trap(
                left, offset, name == "shr" ? ">> of a value reinterpreted as signed" : "% of a value reinterpreted as signed"); }
        bool negative = name switch
        {
            "sub" or "shl" => true,
            "and" => left.MayBeNegative && right.MayBeNegative,
            "shr.un" => false,
            "shr" or "rem" or "rem.un" => left.MayBeNegative,
            _ => left.MayBeNegative || right.MayBeNegative,
        };
        // The left operand's tag decides. One trap is said once: what follows from it is not.
        _stack.Push(new StackValue(left.UnsignedTag, negative && !(name == "shr" && left.IsTrap)));
    }

    private void Convert(string name, int offset)
    {
        StackValue value = Pop();
        if (name is "conv.i8") { Trap(value, offset, "widening to long of a value reinterpreted as signed"); }
        if (name is "conv.r4" or "conv.r8") { Trap(value, offset, "conversion to floating point of a value reinterpreted as signed"); }
        _stack.Push(name switch
        {
            "conv.u8" => StackValue.Widened,
            "conv.u4" or "conv.u" => StackValue.Unsigned,
            "conv.u1" or "conv.u2" => StackValue.Small,
            _ => StackValue.Signed,
        });
    }

    private void Call(int token, string name, int offset)
    {
        MethodSignature<StackValue> signature = MethodType(MetadataTokens.EntityHandle(token));
        for (int i = signature.ParameterTypes.Length - 1; i >= 0; i--)
        {
            StackValue given = Pop();
            if (signature.ParameterTypes[i].IsSignedInteger
                && !TakesBits(token)) { Trap(given, offset, "argument reinterpreted as signed"); }
        }

        if (name == "newobj") { _stack.Push(StackValue.Signed); return; }
        if (signature.Header.IsInstance) { Pop(); }
        if (!ReferenceEquals(signature.ReturnType, Nothing)) { _stack.Push(signature.ReturnType); }
    }

    /// <summary>BitConverter.Int64BitsToDouble reads all 64 bits, whatever their tag.</summary>
    private bool TakesBits(int token) => MetadataTokens.EntityHandle(token) is { Kind: HandleKind.MemberReference } handle
        && _metadata.StringComparer.Equals(
            _metadata.GetMemberReference((MemberReferenceHandle)handle).Name, nameof(BitConverter.Int64BitsToDouble));

    private static readonly StackValue Nothing = new(false, false);

    private MethodSignature<StackValue> MethodType(EntityHandle handle)
    {
        BlobHandle blob = handle.Kind switch
        {
            HandleKind.MethodDefinition => _metadata.GetMethodDefinition((MethodDefinitionHandle)handle).Signature,
            HandleKind.MemberReference => _metadata.GetMemberReference((MemberReferenceHandle)handle).Signature,
            _ =>
                _metadata.GetMethodSpecification(
                    (MethodSpecificationHandle)handle).Method is { Kind: HandleKind.MethodDefinition } definition
                ? _metadata.GetMethodDefinition((MethodDefinitionHandle)definition).Signature
                : _metadata.GetMemberReference(
                    (MemberReferenceHandle)_metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method).Signature,
        };
        BlobReader reader = _metadata.GetBlobReader(blob);
        MethodSignature<StackValue> signature = new SignatureDecoder<StackValue, object?>(
            StackValueProvider.Instance, _metadata, null).DecodeMethodSignature(ref reader);
        return IsVoid(blob)
            ? new MethodSignature<StackValue>(
                signature.Header, Nothing, signature.RequiredParameterCount, signature.GenericParameterCount,
                signature.ParameterTypes) : signature;
    }

    private bool IsVoid(BlobHandle blob)
    {
        BlobReader reader = _metadata.GetBlobReader(blob);
        if (reader.ReadSignatureHeader().IsGeneric) { reader.ReadCompressedInteger(); }
        reader.ReadCompressedInteger();
        return reader.ReadSignatureTypeCode() == SignatureTypeCode.Void;
    }

    private StackValue FieldType(int token)
    {
        EntityHandle handle = MetadataTokens.EntityHandle(token);
        return handle.Kind == HandleKind.FieldDefinition
            ? _metadata.GetFieldDefinition((FieldDefinitionHandle)handle).DecodeSignature(StackValueProvider.Instance, null)
            : _metadata.GetMemberReference((MemberReferenceHandle)handle).DecodeFieldSignature(StackValueProvider.Instance, null);
    }

    private void Generic(OpCode code)
    {
        for (int i = 0; i < Instruction.Pops(code); i++) { Pop(); }
        for (int i = 0; i < Instruction.Pushes(code); i++) { _stack.Push(StackValue.Signed); }
    }
}
