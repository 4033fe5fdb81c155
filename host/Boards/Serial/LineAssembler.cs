using System.Text;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Makes lines of bytes: LF, CR or CRLF ends one, an empty one is none, and one without an end is given up at a length that no
/// answer has.</summary>
internal sealed class LineAssembler
{
    private const int LongestLine = 4096;

    private readonly Queue<string> whole = new();
    private readonly List<byte> open = [];

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is (byte)'\n' or (byte)'\r')
                End();
            else if (open.Count < LongestLine)
                open.Add(value);
        }
    }

    /// <summary>The next whole line.</summary>
    public bool TryTake(out string line) => whole.TryDequeue(out line!);

    private void End()
    {
        if (open.Count == 0)
            return;
        whole.Enqueue(Encoding.UTF8.GetString([.. open]));
        open.Clear();
    }
}
