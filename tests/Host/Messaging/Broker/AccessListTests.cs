using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.Broker;

public sealed class AccessListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mae-acl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_BrokerSecurity_writes_lets_a_rover_do_its_own_and_nothing_else()
    {
        var security = BrokerSecurity.Write(_folder, "f", ("host", "h"), new Dictionary<string, string> { ["r1"] = "1", ["r2"] = "2" });
        var access = AccessList.Read(security.AclFile);
        foreach (var leaf in new[] { "state", "info", "tele", "plan", "ack", "log", "param/reported", "firmware/reported" })
        {
            Assert.True(access.MayPublish("r1", $"mae/1/f/r1/{leaf}"));
            Assert.False(access.MayPublish("r1", $"mae/1/f/r2/{leaf}"));
            Assert.True(access.MaySubscribe("host", $"mae/1/f/+/{leaf}"));
        }

        foreach (var leaf in new[] { "cmd", "dual", "param/desired", "param/chunk", "firmware/desired", "firmware/chunk" })
        {
            Assert.False(access.MayPublish("r1", $"mae/1/f/r1/{leaf}"));
            Assert.True(access.MayPublish("host", $"mae/1/f/r1/{leaf}"));
            Assert.True(access.MaySubscribe("r1", $"mae/1/f/r1/{leaf}"));
            Assert.False(access.MaySubscribe("r1", $"mae/1/f/r2/{leaf}"));
            Assert.False(access.MayReceive("r1", $"mae/1/f/r2/{leaf}"));
        }

        Assert.True(access.MaySubscribe("r1", "mae/1/f/+/state"));
        string[] foreign =
            ["#", "mae/#", "mae/1/f/#", "mae/1/f/+/+", "mae/1/f/+/tele", "mae/1/+/r1/state", "$SYS/#", "mae/1/g/r1/state"];
        foreach (var filter in foreign)
            Assert.False(access.MaySubscribe("r1", filter), filter);
        foreach (var user in new[] { null, "", "nobody", "R1" })
            Assert.False(access.MayPublish(user, "mae/1/f/r1/state") || access.MayReceive(user, "mae/1/f/r1/state"));
        Assert.False(access.MaySubscribe("host", "mae/1/g/#"));
    }

    [Fact]
    public void Rovers_that_nobody_knows_have_a_tree_of_their_own_and_no_fleets()
    {
        var security = BrokerSecurity.Write(
            _folder, "f", ("host", "h"), new Dictionary<string, string> { ["r1"] = "1" }, strangers: "s");
        var access = AccessList.Read(security.AclFile);
        Assert.True(access.MayPublish("provisioning", "mae/1/provisioning/new-1/state"));
        Assert.True(access.MaySubscribe("provisioning", "mae/1/provisioning/new-1/adopt"));
        Assert.True(access.MayPublish("host", "mae/1/provisioning/new-1/adopt"));
        Assert.True(access.MayPublish("host", "mae/1/f/r1/cmd"));
        Assert.False(access.MayPublish("provisioning", "mae/1/f/r1/state"));
        Assert.False(access.MaySubscribe("provisioning", "mae/1/f/#"));
        Assert.False(access.MaySubscribe("r1", "mae/1/provisioning/new-1/adopt"));
    }

    [Theory]
    [InlineData("topic read a/#")]
    [InlineData("user a\ntopic deny a")]
    [InlineData("user a\ntopic read a/#/b")]
    [InlineData("user a\npattern read %u/#")]
    [InlineData("user a\ntopic a")]
    [InlineData("nonsense")]
    public void A_line_that_it_does_not_understand_is_named_and_not_passed_over(string text)
    {
        var path = Path.Combine(_folder, "acl");
        File.WriteAllText(path, "# a comment\n\n" + text);
        var last = 2 + text.Split('\n').Length;
        Assert.StartsWith(
            $"{path}:{last}:1:", Assert.Throws<InvalidDataException>(() => AccessList.Read(path)).Message, StringComparison.Ordinal);
    }
}
