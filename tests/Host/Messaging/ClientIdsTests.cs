using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging;

public class ClientIdsTests
{
    /// <summary>In two containers every process is number one.</summary>
    [Fact]
    public void Two_hosts_of_one_process_id_have_two_ids()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => ClientIds.Host("lab", "run")).ToHashSet();
        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.Matches("^mae\\.lab\\.run\\.[0-9a-f]{12}$", id));
    }
}
