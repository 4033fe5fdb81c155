using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>The parameter store's blocks in one file of fixed size; every erase and write is synchronised before it counts.</summary>
public sealed class FileFlash : IBlockStore, IDisposable
{
    private readonly FileStream stream;
    private readonly byte[] blank;

    /// <exception cref="IOException">The file cannot be made or grown.</exception>
    public FileFlash(string path, int blockCount, int blockBytes)
    {
        BlockCount = blockCount;
        BlockBytes = blockBytes;
        blank = new byte[blockBytes];
        Array.Fill(blank, (byte)0xFF);
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        while (stream.Length < (long)blockCount * blockBytes)
        {
            stream.Seek(0, SeekOrigin.End);
            stream.Write(blank, 0, (int)(blockBytes - (stream.Length % blockBytes)));
        }

        stream.Flush(flushToDisk: true);
    }

    public int BlockCount { get; }

    public int BlockBytes { get; }

    public bool TryRead(int block, int offset, byte[] buffer, int bufferOffset, int length) =>
        Try(block, offset, () => stream.ReadExactly(buffer, bufferOffset, length));

    public bool TryErase(int block) => Try(block, 0, () => Write(blank, 0, BlockBytes));

    public bool TryWrite(int block, int offset, byte[] buffer, int bufferOffset, int length) =>
        Try(block, offset, () => Write(buffer, bufferOffset, length));

    public void Dispose() => stream.Dispose();

    private void Write(byte[] buffer, int offset, int length)
    {
        stream.Write(buffer, offset, length);
        stream.Flush(flushToDisk: true);
    }

    private bool Try(int block, int offset, Action action)
    {
        try
        {
            stream.Seek(((long)block * BlockBytes) + offset, SeekOrigin.Begin);
            action();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
