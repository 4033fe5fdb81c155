using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Runs;

public class SpectatorsTests
{
    [Fact]
    public async Task Whoever_follows_is_told_of_fleets_of_what_it_starts_and_of_nobody_elses()
    {
        var fleet = new WatchedFleet("lab", ["rover-1"], () => new InProcessLink(new InProcessBroker()), new LinkOptions { ClientId = "x" }, null);
        var (first, second, other) = (0, 0, 0);
        await Task.Run(async () =>
        {
            Spectators.Follow(_ => first++);
            Spectators.Follow(seen => second += seen.Fleet == "lab" ? 1 : 0);
            await Task.Run(() => Spectators.Invite(fleet));
        }, TestContext.Current.CancellationToken);
        await Task.Run(() =>
        {
            Spectators.Follow(_ => other++);
        }, TestContext.Current.CancellationToken);
        Spectators.Invite(fleet);
        Assert.Equal((1, 1, 0), (first, second, other));
    }
}
