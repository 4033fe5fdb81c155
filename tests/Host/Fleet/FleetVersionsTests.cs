using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Fleet;

/// <summary>From a bug report: a stranger's retained word ended every push of a fleet for good (the version after 2^32 - 1 was
/// 0).</summary>
public sealed class FleetVersionsTests : IDisposable
{
    private static readonly string[] Rovers = ["rover-1", "rover-2"];
    private readonly FleetSession session;
    private readonly InProcessLink link;

    public FleetVersionsTests()
    {
        var broker = new InProcessBroker();
        var host = new InProcessLink(broker);
        host.Connect(new LinkOptions { ClientId = "host" });
        session = new FleetSession(host, "lab");
        session.Subscribe();
        link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "rovers" });
    }

    public void Dispose()
    {
        session.Dispose();
        link.Dispose();
    }

    [Fact]
    public void The_next_version_is_above_what_the_fleets_own_rovers_have_or_are_about_to_have()
    {
        Assert.Equal(1u, FleetVersions.Next(session, Rovers));
        Report("rover-1", "active", 4, 4);
        Report("rover-2", "staged", 6, 3);
        Assert.Equal(7u, FleetVersions.Next(session, Rovers));
        Report("rover-2", "refused", 900, 3);
        Assert.Equal(5u, FleetVersions.Next(session, Rovers));
    }

    [Theory]
    [InlineData("retired", "active", uint.MaxValue - 1, uint.MaxValue - 1)]
    [InlineData("retired", "active", uint.MaxValue, uint.MaxValue)]
    [InlineData("rover-2", "refused", uint.MaxValue, 3)]
    [InlineData("rover-2", "receiving", uint.MaxValue - 1, 3)]
    public void Neither_strangers_nor_what_a_rover_did_not_take_end_the_numbers(string rover, string status, uint version, uint active)
    {
        Report("rover-1", "active", 4, 4);
        Report(rover, status, version, active);
        Assert.Equal(5u, FleetVersions.Next(session, Rovers));
    }

    [Theory]
    [InlineData(FleetVersions.Last)]
    [InlineData(uint.MaxValue - 1)]
    [InlineData(uint.MaxValue)]
    public void Before_the_numbers_end_a_push_is_refused_with_the_way_back(uint version)
    {
        Report("rover-1", "active", 4, 4);
        Report("rover-2", "active", version, version);
        var error = Assert.Throws<MaeException>(() => FleetVersions.Next(session, Rovers));
        Assert.Equal(("MAE306", ExitCode.Rejected), (error.Code, error.ExitCode));
        Assert.Contains($"rover-2 reports parameters version {version}", error.Message, StringComparison.Ordinal);
        Assert.Contains("mae push --restart-versions", error.Message, StringComparison.Ordinal);
        Assert.Equal(5u, FleetVersions.Restart(session, Rovers));
    }

    [Fact]
    public void Below_the_last_one_the_numbers_go_on()
    {
        Report("rover-1", "active", FleetVersions.Last - 1, FleetVersions.Last - 1);
        Assert.Equal(FleetVersions.Last, FleetVersions.Next(session, Rovers));
    }

    private void Report(string rover, string status, uint version, uint active)
    {
        var json = $"{{\"status\":\"{status}\",\"version\":{version},\"active_version\":{active},\"active_crc32\":1}}";
        link.TryPublish($"mae/1/lab/{rover}/param/reported", Encoding.ASCII.GetBytes(json), QualityOfService.AtLeastOnce, retain: true);
        session.Poll(0);
    }
}
