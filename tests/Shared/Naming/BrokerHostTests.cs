using System.Net;
using System.Net.Sockets;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Tests.Naming;

public sealed class BrokerHostTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("192.168.1.10")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("broker.lan")]
    [InlineData("my_broker")]
    [InlineData("BROKER-2.example.org")]
    [InlineData("3com.com")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1%eth0")]
    [InlineData("2001:db8::8a2e:370:7334")]
    [InlineData("1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7::")]
    [InlineData("::ffff:192.168.1.10")]
    public void A_host_is_taken(string host) => Assert.Null(BrokerHost.Check(host));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("broker ")]
    [InlineData("broker\n")]
    [InlineData("1883")]
    [InlineData("127.1")]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("010.0.0.1")]
    [InlineData("1.2.3.")]
    [InlineData("broker.")]
    [InlineData(".broker")]
    [InlineData("a..b")]
    [InlineData("-broker")]
    [InlineData("broker-.lan")]
    [InlineData("bröker.lan")]
    [InlineData("[::1]")]
    [InlineData("mqtt://broker")]
    [InlineData("broker/1")]
    [InlineData("me@broker")]
    [InlineData("broker:1883")]
    [InlineData(":1883")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:")]
    [InlineData(":1")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("12345::")]
    [InlineData("::1.2.3")]
    [InlineData("::g")]
    [InlineData("fe80::1%")]
    [InlineData("fe80::1%a b")]
    public void Anything_else_is_not(string host) => Assert.StartsWith("is no", BrokerHost.Check(host), StringComparison.Ordinal);

    [Fact]
    public void Lengths_have_their_limits()
    {
        var label = new string('a', 63);
        Assert.Null(BrokerHost.Check(label));
        Assert.NotNull(BrokerHost.Check(label + "a"));
        Assert.Null(BrokerHost.Check($"{label}.{label}.{label}.{label[..61]}"));
        Assert.NotNull(BrokerHost.Check($"{label}.{label}.{label}.{label[..62]}"));
    }

    // The library's parser as the reference, on texts made of an address's own characters.
    [Fact]
    public void IPv6_addresses_are_those_that_the_library_knows()
    {
        var random = new Xoshiro256(6);
        string[] pieces = ["::", ":", "0", "1", "fe80", "ffff", "abcd", "12345", "1.2.3.4"];
        var taken = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(
                Enumerable.Range(0, 1 + (int)(random.NextDouble() * 16)).Select(_ => pieces[(int)(random.NextDouble() * pieces.Length)]));
            var known = text.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address)
                && address.AddressFamily == AddressFamily.InterNetworkV6;
            Assert.True(known == BrokerHost.IsIPv6(text), text);
            taken += known ? 1 : 0;
        }

        Assert.True(taken > 100);
    }
}
