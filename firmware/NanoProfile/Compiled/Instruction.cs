using System.Globalization;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace MultiAgentEdge.NanoProfile;

/// <summary>One decoded IL instruction.</summary>
/// <param name="Code">Its opcode.</param>
/// <param name="BoardBytes">Bytes of its operand as a board stores it: tokens, long branches and switch entries take two.</param>
/// <param name="BranchBytes">Distance of its longest branch.</param>
/// <param name="Targets">IL offsets that it may jump to.</param>
/// <param name="Token">Metadata token, or 0.</param>
/// <param name="Variable">Index of the local or argument that it names.</param>
/// <param name="Constant">Value of an integer constant.</param>
public sealed record Instruction(
    OpCode Code, int BoardBytes, int BranchBytes, IReadOnlyList<int> Targets, int Token, int Variable, long Constant)
{
    private static readonly Dictionary<int, OpCode> ByValue = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>Reads the next instruction.</summary>
    public static Instruction Read(ref BlobReader il)
    {
        int value = il.ReadByte();
        if (value == 0xFE) { value = (value << 8) | il.ReadByte(); }
        OpCode code = ByValue[value];
        switch (code.OperandType)
        {
            case OperandType.InlineNone: return Plain(code, 0, ShortNumber(code), ShortNumber(code));
            case OperandType.ShortInlineVar: return Plain(code, 1, il.ReadByte(), 0);
            case OperandType.InlineVar: return Plain(code, 2, il.ReadUInt16(), 0);
            case OperandType.ShortInlineI: return Plain(code, 1, 0, il.ReadSByte());
            case OperandType.InlineI: return Plain(code, 4, 0, il.ReadInt32());
            case OperandType.InlineI8: return Plain(code, 8, 0, il.ReadInt64());
            case OperandType.ShortInlineR: il.ReadInt32(); return Plain(code, 4, 0, 0);
            case OperandType.InlineR: il.ReadInt64(); return Plain(code, 8, 0, 0);
            case OperandType.ShortInlineBrTarget: return Branch(code, 1, il.ReadSByte(), il.Offset);
            case OperandType.InlineBrTarget: return Branch(code, 2, il.ReadInt32(), il.Offset);
            case OperandType.InlineSwitch: return Switch(code, ref il);
            default: return new Instruction(code, 2, 0, [], il.ReadInt32(), 0, 0);
        }
    }

    /// <summary>Values that an opcode takes from the stack, calls aside.</summary>
    public static int Pops(OpCode code) => code.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Varpop => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
            or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref or StackBehaviour.Popref_popi_pop1 => 3,
        _ => 2,
    };

    /// <summary>Values that an opcode puts on the stack, calls aside.</summary>
    public static int Pushes(OpCode code) => code.StackBehaviourPush switch
    {
        StackBehaviour.Push0 or StackBehaviour.Varpush => 0,
        StackBehaviour.Push1_push1 => 2,
        _ => 1,
    };

    private static Instruction Plain(OpCode code, int boardBytes, int variable, long constant) =>
        new(code, boardBytes, 0, [], 0, variable, constant);

    private static Instruction Branch(OpCode code, int boardBytes, int distance, int from) =>
        new(code, boardBytes, Math.Abs(distance), [from + distance], 0, 0, 0);

    private static Instruction Switch(OpCode code, ref BlobReader il)
    {
        int[] distances = new int[il.ReadInt32()];
        for (int i = 0; i < distances.Length; i++) { distances[i] = il.ReadInt32(); }
        int from = il.Offset;
        return new Instruction(
            code, 1 + (2 * distances.Length), distances.Select(Math.Abs).DefaultIfEmpty().Max(), [.. distances.Select(d => from + d)], 0, 0,
            0);
    }

    /// <summary>The number at the end of <c>ldarg.1</c>, <c>ldc.i4.m1</c> and their kin.</summary>
    private static int ShortNumber(OpCode code)
    {
        string tail = code.Name!.Split('.')[^1];
        return tail == "m1" ? -1 : int.TryParse(tail, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }
}
