using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// Size of a method as a board stores it: metadata tokens take two bytes instead of four, long branches two, the entries of a switch two
/// (its count one), and each exception clause twelve.
/// </summary>
/// <param name="Bytes">Bytes on the board.</param>
/// <param name="LongestBranchBytes">Distance of the longest branch.</param>
public readonly record struct ByteCode(int Bytes, int LongestBranchBytes)
{
    private const int ExceptionClauseBytes = 12;

    private static readonly Dictionary<int, OpCode> OpCodes = typeof(System.Reflection.Emit.OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>Measures one method body.</summary>
    public static ByteCode Measure(MethodBodyBlock body)
    {
        BlobReader il = body.GetILReader();
        int bytes = body.ExceptionRegions.Length * ExceptionClauseBytes;
        int longest = 0;
        while (il.RemainingBytes > 0)
        {
            OpCode code = Next(ref il, out int operandBytes, out int branch, out _);
            bytes += code.Size + operandBytes;
            longest = Math.Max(longest, Math.Abs(branch));
        }

        return new ByteCode(bytes, longest);
    }

    /// <summary>True where the body mentions a metadata token.</summary>
    public static bool LoadsToken(MethodBodyBlock body, int token)
    {
        BlobReader il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            Next(ref il, out _, out _, out int seen);
            if (seen == token) { return true; }
        }

        return false;
    }

    private static OpCode Next(ref BlobReader il, out int boardBytes, out int branch, out int token)
    {
        int value = il.ReadByte();
        if (value == 0xFE) { value = (value << 8) | il.ReadByte(); }
        OpCode code = OpCodes[value];
        (branch, token) = (0, 0);
        switch (code.OperandType)
        {
            case OperandType.InlineNone: boardBytes = 0; break;
            case OperandType.ShortInlineBrTarget: branch = il.ReadSByte(); boardBytes = 1; break;
            case OperandType.ShortInlineI or OperandType.ShortInlineVar: il.ReadByte(); boardBytes = 1; break;
            case OperandType.InlineVar: il.ReadInt16(); boardBytes = 2; break;
            case OperandType.InlineBrTarget: branch = il.ReadInt32(); boardBytes = 2; break;
            case OperandType.InlineI or OperandType.ShortInlineR: il.ReadInt32(); boardBytes = 4; break;
            case OperandType.InlineI8 or OperandType.InlineR: il.ReadInt64(); boardBytes = 8; break;
            case OperandType.InlineSwitch:
                int count = il.ReadInt32();
                for (int i = 0; i < count; i++) { branch = Math.Max(branch, Math.Abs(il.ReadInt32())); }
                boardBytes = 1 + (2 * count);
                break;
            default: token = il.ReadInt32(); boardBytes = 2; break;
        }

        return code;
    }
}
