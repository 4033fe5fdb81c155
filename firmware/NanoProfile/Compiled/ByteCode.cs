using System.Reflection.Metadata;

namespace MultiAgentEdge.NanoProfile;

/// <summary>Size of a method as a board stores it: its instructions and twelve bytes for each exception clause.</summary>
/// <param name="Bytes">Bytes on the board.</param>
/// <param name="LongestBranchBytes">Distance of the longest branch.</param>
public readonly record struct ByteCode(int Bytes, int LongestBranchBytes)
{
    private const int ExceptionClauseBytes = 12;

    /// <summary>Measures one method body.</summary>
    public static ByteCode Measure(MethodBodyBlock body)
    {
        BlobReader il = body.GetILReader();
        int bytes = body.ExceptionRegions.Length * ExceptionClauseBytes;
        int longest = 0;
        while (il.RemainingBytes > 0)
        {
            Instruction instruction = Instruction.Read(ref il);
            bytes += instruction.Code.Size + instruction.BoardBytes;
            longest = Math.Max(longest, instruction.BranchBytes);
        }

        return new ByteCode(bytes, longest);
    }

    /// <summary>True where the body mentions a metadata token.</summary>
    public static bool LoadsToken(MethodBodyBlock body, int token)
    {
        BlobReader il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            if (Instruction.Read(ref il).Token == token) { return true; }
        }

        return false;
    }
}
