using MultiAgentEdge.Host.Cluster;

namespace MultiAgentEdge.Tests.Host.Cluster;

public sealed class SiloInfoTests
{
    [Fact]
    public void A_silo_that_is_full_refuses_by_name_says_so_once_and_takes_again_what_there_is_room_for()
    {
        var said = new List<string>();
        var silo = new SiloInfo("here", 2, said.Add);
        Assert.Null(silo.Take("a"));
        Assert.Null(silo.Take("b"));
        Assert.Null(silo.Take("a"));
        for (var i = 0; i < 3; i++)
        {
            var full = silo.Take("c")!;
            Assert.Equal("MAE557", full.Code);
            Assert.Contains("Silo here", full.What, StringComparison.Ordinal);
            Assert.Contains("refuses c", full.What, StringComparison.Ordinal);
        }

        Assert.Single(said);
        silo.Leave("b");
        Assert.Null(silo.Take("c"));
        Assert.NotNull(silo.Take("b"));
        Assert.Equal(2, said.Count);
    }
}
