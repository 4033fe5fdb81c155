using System.Text;
using MultiAgentEdge.Host.Tracking.Sources;

namespace MultiAgentEdge.Tests.Host.Tracking.Sources;

public sealed class LineSplitterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Lines_come_whole_however_the_bytes_come(int piece)
    {
        var (lines, tooLong) = (new List<string>(), 0);
        var bytes = Encoding.UTF8.GetBytes("one\r\n\ntwo\n0123456789ABCDEF\nlast");
        var splitter = new LineSplitter(10);
        foreach (var part in bytes.Chunk(piece))
            splitter.Add(part, line => lines.Add(Encoding.UTF8.GetString(line.Span)), () => tooLong++);
        splitter.End(line => lines.Add(Encoding.UTF8.GetString(line.Span)));
        Assert.Equal(["one", "two", "last"], lines);
        Assert.Equal(1, tooLong);
    }
}
