using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Commands;

public sealed class FittedTableTests
{
    [Theory]
    [InlineData(40, "run       verb       size")]
    [InlineData(20, "run       size")]
    [InlineData(8, "run")]
    public void Optional_columns_go_where_there_is_no_room(int width, string header)
    {
        var table = new FittedTable("run", "verb", "size").Optional("verb");
        table.Add("20260401", "train all", "5 kB");
        Assert.Equal(header, table.Lines(width).First());
        Assert.All(table.Lines(width), line => Assert.InRange(line.Length, 1, width));
    }
}
