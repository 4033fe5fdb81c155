using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Tests.Naming;

public sealed class BrokerHostsTests
{
    [Theory]
    [InlineData("broker.lan", "broker.lan")]
    [InlineData("a,192.168.1.10,fe80::1", "a 192.168.1.10 fe80::1 a 192.168.1.10")]
    public void They_are_taken_in_turn(string hosts, string turns)
    {
        var expected = turns.Split(' ');
        Assert.Null(BrokerHosts.Check(hosts));
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(turn => BrokerHosts.At(hosts, turn)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,")]
    [InlineData(",a")]
    [InlineData("a,b:1883")]
    [InlineData("a, b")]
    public void One_that_is_none_spoils_them(string hosts) =>
        Assert.StartsWith("is no", BrokerHosts.Check(hosts), StringComparison.Ordinal);
}
