namespace MultiAgentEdge.Host.Tracking.Sources;

/// <summary>Cuts a stream of bytes into lines of bounded length; of a longer one the rest is skipped, and it is said once.</summary>
public sealed class LineSplitter(int maxBytes)
{
    private readonly byte[] line = new byte[maxBytes];
    private int length;
    private bool isTooLong;

    /// <param name="take">Gets each whole line, without its end; empty ones are none.</param>
    /// <param name="tooLong">Called for each line that is longer.</param>
    public void Add(ReadOnlySpan<byte> bytes, Action<ReadOnlyMemory<byte>> take, Action tooLong)
    {
        foreach (var one in bytes)
        {
            if (one == '\n')
                End(take);
            else if (isTooLong)
                continue;
            else if (length < line.Length)
                line[length++] = one;
            else
            {
                isTooLong = true;
                tooLong();
            }
        }
    }

    /// <summary>What stands without an end is a line too: the stream is over.</summary>
    public void End(Action<ReadOnlyMemory<byte>> take)
    {
        var count = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (count > 0 && !isTooLong)
            take(line.AsSpan(0, count).ToArray());
        (length, isTooLong) = (0, false);
    }
}
