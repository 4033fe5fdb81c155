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

    [Fact]
    public void A_silo_that_computes_too_much_refuses_new_fleets_and_takes_over_those_that_drive()
    {
        var load = 0.5;
        var silo = new SiloInfo("here", 9, _ => { }) { MostLoad = 0.85, Load = () => load };
        Assert.Null(silo.Take("a"));
        load = 0.9;
        var busy = silo.Take("b")!;
        Assert.Equal("MAE586", busy.Code);
        Assert.Contains("uses 90 % of", busy.What, StringComparison.Ordinal);
        Assert.Null(silo.Take("a"));
        Assert.Null(silo.Take("c", drives: true));
        load = 0.85;
        Assert.Null(silo.Take("b"));
    }
}
