namespace MultiAgentEdge.NanoProfile;

/// <summary>What the interpreter knows of a value on its stack, as far as signs go.</summary>
/// <param name="UnsignedTag">The interpreter takes the value for a uint or ulong, whatever C# calls it.</param>
/// <param name="MayBeNegative">The top bit may be set, so that reading it with the wrong sign gives another number.</param>
/// <param name="Element">For an array or reference: what it holds.</param>
public sealed record StackValue(bool UnsignedTag, bool MayBeNegative, StackValue? Element = null)
{
    /// <summary>A signed value, or one whose sign does not matter.</summary>
    public static readonly StackValue Signed = new(false, true);

    /// <summary>A byte, char, bool or ushort (all become int on the stack), or a constant from zero up.</summary>
    public static readonly StackValue Small = new(false, false);

    /// <summary>A uint or ulong.</summary>
    public static readonly StackValue Unsigned = new(true, true);

    /// <summary>A uint widened to 64 bits: tagged ulong, top bit clear.</summary>
    public static readonly StackValue Widened = new(true, false);

    /// <summary>True where an operation that reads the sign goes wrong on the board.</summary>
    public bool IsTrap => UnsignedTag && MayBeNegative;

    /// <summary>True for sbyte, short, int, long and enums over them, as declared.</summary>
    public bool IsSignedInteger { get; init; }

    /// <summary>Where two branches meet, the worse of both.</summary>
    public static StackValue Merge(StackValue a, StackValue b) =>
        a with { UnsignedTag = a.UnsignedTag || b.UnsignedTag, MayBeNegative = a.MayBeNegative || b.MayBeNegative };
}
