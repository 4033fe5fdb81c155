using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>A board's small file, and one that can fail: worn flash, full flash, flash that keeps something else.</summary>
public sealed class TestFile : ISmallFile
{
    public byte[] Bytes { get; set; } = [];

    /// <summary>Writing is refused.</summary>
    public bool Fails { get; set; }

    /// <summary>Writing is said to be done, and is not.</summary>
    public bool Lies { get; set; }

    public int Read(byte[] into)
    {
        if (Bytes.Length > into.Length)
            return 0;
        Bytes.CopyTo(into, 0);
        return Bytes.Length;
    }

    public bool TryReplace(byte[] from, int length)
    {
        if (!Fails && !Lies)
            Bytes = from[..length];
        return !Fails;
    }
}
