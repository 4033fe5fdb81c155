using MultiAgentEdge.Host.Tracking.Gates;

namespace MultiAgentEdge.Tests.Host.Tracking.Gates;

public sealed class RefusalLogTests
{
    [Fact]
    public void Each_kind_is_said_once_in_ten_seconds_with_how_many_more_there_were()
    {
        var said = new List<string>();
        var log = new RefusalLog(said.Add);
        for (var i = 0; i < 25_000; i++)
            log.Add(PoseRefusal.TooOld, "A pose of rover-1 is old.", i * 1000);
        Assert.Equal(3, said.Count);
        Assert.EndsWith("(9999 more since the last word of this)", said[1], StringComparison.Ordinal);
        Assert.Equal(25_000, log.Refused);
        Assert.Single(log.Said);
    }

    [Fact]
    public void What_comes_too_often_is_no_fault()
    {
        var log = new RefusalLog(_ => { });
        log.Add(PoseRefusal.TooOften, "x", 0);
        Assert.Equal((0, 1), (log.Refused, log.LeftOut));
        Assert.Equal("{}", log.Json().ToJsonString());
    }

    [Fact]
    public void Every_kind_has_a_code_and_a_next_step()
    {
        foreach (var why in Enum.GetValues<PoseRefusal>().Where(why => why != PoseRefusal.None))
        {
            var said = new List<string>();
            new RefusalLog(said.Add).Add(why, "What.", 0);
            Assert.Matches(@"^MAE63\d What\. [A-Z].*\.$", said[0]);
        }
    }
}
