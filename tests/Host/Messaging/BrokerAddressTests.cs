using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("broker.lan", "broker.lan", null, null)]
    [InlineData("127.0.0.1:18831", "127.0.0.1", 18831, null)]
    [InlineData("::1", "::1", null, null)]
    [InlineData("[::1]", "::1", null, null)]
    [InlineData("[::1]:1884", "::1", 1884, null)]
    [InlineData("fe80::1%eth0", "fe80::1%eth0", null, null)]
    [InlineData("mqtt://127.0.0.1", "127.0.0.1", 1883, false)]
    [InlineData("mqtts://broker.lan", "broker.lan", 8883, true)]
    [InlineData("MQTTS://broker.lan:8884", "broker.lan", 8884, true)]
    [InlineData("mqtt://[fe80::1]:1", "fe80::1", 1, false)]
    [InlineData("mqtt://::1", "::1", 1883, false)]
    public void An_address_is_taken_apart(string text, string host, int? port, bool? tls)
    {
        var address = BrokerAddress.TryParse(text, out var wrong);
        Assert.Equal((host, port, tls), (address?.Host, address?.Port, address?.Tls));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":18831")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host:+1")]
    [InlineData("host: 1883")]
    [InlineData("host:1883 ")]
    [InlineData("host:18a3")]
    [InlineData("host:99999999999")]
    [InlineData("[::1")]
    [InlineData("::1]")]
    [InlineData("[::1]1883")]
    [InlineData("[::1]:")]
    [InlineData("[[::1]]")]
    [InlineData("[broker.lan]:1883")]
    [InlineData("[127.0.0.1]")]
    [InlineData("1:2:3:4:5:6:7:8:1883")]
    [InlineData("a:b:c")]
    [InlineData("tcp://host")]
    [InlineData("ssl://host:8883")]
    [InlineData("http://host")]
    [InlineData("ws://host")]
    [InlineData("mqtt:host")]
    [InlineData("mqtt:/host")]
    [InlineData("mqtt://")]
    [InlineData("://host")]
    [InlineData("mqtt://mqtt://host")]
    [InlineData("mqtt://host/")]
    [InlineData("mqtt://host/topic")]
    [InlineData("mqtt://me:secret@host")]
    [InlineData("me@host")]
    [InlineData(" host")]
    [InlineData("two hosts")]
    [InlineData("host\n")]
    public void Anything_else_is_refused_with_a_reason(string text)
    {
        Assert.Null(BrokerAddress.TryParse(text, out var wrong));
        Assert.NotEmpty(wrong);
        Assert.DoesNotContain("secret", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("::1", 1883, "[::1]:1883")]
    [InlineData("broker.lan", 1, "broker.lan:1")]
    public void What_is_shown_is_taken_again(string host, int port, string shown)
    {
        Assert.Equal(shown, BrokerAddress.Text(host, port));
        Assert.Equal(new BrokerAddress(host, port, null), BrokerAddress.TryParse(shown, out _));
    }

    [Fact]
    public void Brokers_of_a_cluster_stand_in_one_text()
    {
        var all = BrokerAddress.TryParseAll("a.lan:1884, b.lan,[::1]:1885", out var wrong);
        Assert.Empty(wrong);
        Assert.Equal([("a.lan", 1884), ("b.lan", null), ("::1", 1885)], all!.Select(one => (one.Host, one.Port)));
        Assert.Single(BrokerAddress.TryParseAll("a.lan", out _)!);
    }

    [Theory]
    [InlineData("a.lan,")]
    [InlineData("a.lan,,b.lan")]
    [InlineData("a.lan,b lan")]
    [InlineData("mqtts://a.lan,mqtt://b.lan")]
    [InlineData("mqtts://a.lan,b.lan")]
    [InlineData(" a.lan")]
    public void One_that_is_none_or_half_of_them_with_TLS_spoils_them(string text)
    {
        Assert.Null(BrokerAddress.TryParseAll(text, out var wrong));
        Assert.NotEmpty(wrong);
    }
}
