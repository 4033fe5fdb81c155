using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Parameters;

/// <summary>A set in an array, read as one that lies elsewhere.</summary>
/// <param name="failsAfter">Reads that succeed; -1: all.</param>
public sealed class BytesOf(byte[] set, int failsAfter = -1) : IParameterBytes
{
    private int left = failsAfter;

    public int Length => set.Length;

    public bool TryRead(int at, byte[] into, int offset, int count)
    {
        if (left == 0)
            return false;
        left--;
        Array.Copy(set, at, into, offset, count);
        return true;
    }
}
