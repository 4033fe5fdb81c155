using System.Runtime.InteropServices;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>
/// Zeros to write to that begin on a cache line, as an array's need not: a wide register that lies across two lines is slower to read and
/// to write. They are pinned, so that they stay there.
/// </summary>
internal sealed class AlignedFloats
{
    private const int Line = 64;

    private readonly float[] array;
    private readonly int first;
    private readonly int count;

    public AlignedFloats(int count)
    {
        this.count = count;
        array = GC.AllocateArray<float>(checked(count + (Line / sizeof(float)) - 1), pinned: true);
        first = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (Line - 1)) / sizeof(float);
    }

    public Span<float> Span => array.AsSpan(first, count);

    public Span<float> From(int at) => array.AsSpan(first + at, count - at);
}
