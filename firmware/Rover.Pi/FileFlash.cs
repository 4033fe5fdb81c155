using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>
/// A block store in one file that takes only what was written: bytes are stored inverted, so that what the file system leaves out reads as
/// erased flash. Every erase and write is synchronised before it counts. Launcher and program may have it open at once.
/// </summary>
public sealed class FileFlash : IBlockStore, IDisposable
{
    private readonly FileStream stream;
    private readonly byte[] block;
    private int cached = -1;

    /// <exception cref="IOException">The file cannot be made or grown.</exception>
    public FileFlash(string path, int blockCount, int blockBytes)
    {
        (BlockCount, BlockBytes) = (blockCount, blockBytes);
        block = new byte[blockBytes];
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        if (stream.Length < (long)blockCount * blockBytes)
            stream.SetLength((long)blockCount * blockBytes);
    }

    public int BlockCount { get; }

    public int BlockBytes { get; }

    /// <summary>What another process wrote is seen from here on.</summary>
    public void Refresh() => cached = -1;

    public bool TryRead(int block, int offset, byte[] buffer, int bufferOffset, int length) => Try(() =>
    {
        if (cached != block)
        {
            stream.Seek((long)block * BlockBytes, SeekOrigin.Begin);
            cached = -1;
            stream.ReadExactly(this.block);
            cached = block;
        }

        for (var i = 0; i < length; i++)
            buffer[bufferOffset + i] = (byte)~this.block[offset + i];
    });

    public bool TryErase(int block) => Try(() => Write(block, 0, new byte[BlockBytes]));

    public bool TryWrite(int block, int offset, byte[] buffer, int bufferOffset, int length) => Try(() =>
    {
        var inverted = new byte[length];
        for (var i = 0; i < length; i++)
            inverted[i] = (byte)~buffer[bufferOffset + i];
        Write(block, offset, inverted);
    });

    public void Dispose() => stream.Dispose();

    private void Write(int at, int offset, byte[] bytes)
    {
        cached = -1;
        stream.Seek(((long)at * BlockBytes) + offset, SeekOrigin.Begin);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
