using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Boards;

/// <summary>A board's small file, kept in memory or in a file of this machine that only its owner reads.</summary>
public sealed class MemoryFile : ISmallFile
{
    private readonly string? path;
    private byte[] bytes = [];

    public MemoryFile(string? path = null)
    {
        this.path = path;
        if (path is not null && File.Exists(path))
            bytes = File.ReadAllBytes(path);
    }

    public int Read(byte[] into)
    {
        if (bytes.Length > into.Length)
            return 0;
        bytes.CopyTo(into, 0);
        return bytes.Length;
    }

    public bool TryReplace(byte[] from, int length)
    {
        bytes = from[..length];
        if (path is not null)
            PrivateFile.Write(path, bytes);
        return true;
    }
}
