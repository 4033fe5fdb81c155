using System.Text.Json;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>Listens to a fleet and notes what must not happen while its coordinator changes.</summary>
internal sealed class FleetListener : IDisposable
{
    private readonly FleetLink link;
    private readonly IMessageLink prices = LinkFactory.Choose().Create();
    private readonly Dictionary<string, (uint Tick, uint Version, uint Epoch, double PositionM)> last = [];
    private readonly List<string> wrong = [];
    private readonly LinkOptions options;
    private bool isWatching;

    public FleetListener(FleetFile file)
    {
        link = FleetLink.Connect(file, "watch", TimeSpan.FromSeconds(10));
        link.Session.StateReceived += Note;
        options = new LinkOptions { ClientId = $"prices-{file.Fleet}", Port = file.Broker.Port };
        prices.Connect(options);
        prices.Subscribe(Topics.Of(file.Fleet, "+", Topics.Dual), QualityOfService.AtMostOnce);
    }

    /// <summary>Whether a coordinator said a price since it was asked last.</summary>
    public bool HeardPrice()
    {
        var heard = false;
        while (prices.TryReceive(out _))
            heard = true;
        return heard;
    }

    /// <summary>What a rover did that it must not, in words.</summary>
    public IReadOnlyList<string> Wrong => wrong;

    /// <summary>Greatest way of a rover in one period since it is watched, m.</summary>
    public double LongestStepM { get; private set; }

    /// <summary>Least tick of any rover.</summary>
    public uint Tick => last.Count == 0 ? 0 : last.Values.Min(rover => rover.Tick);

    /// <summary>Of the coordinator that all rovers obey; 0: not all the same.</summary>
    public uint Epoch => last.Values.Select(rover => rover.Epoch).Distinct().Count() == 1 ? last.Values.First().Epoch : 0;

    /// <summary>Of the sets that rovers drive with.</summary>
    public IEnumerable<uint> Versions => link.Session.Roster.Values.Select(rover => rover.ParameterVersion);

    /// <summary>What a host of this fleet has left with the broker, as it is now.</summary>
    public JsonElement Kept(string leaf)
    {
        var topic = Topics.Of(link.Session.Fleet, Topics.HostName, leaf);
        using var kept = LinkFactory.Choose().Create();
        kept.Connect(options with { ClientId = $"kept-{leaf}" });
        kept.Subscribe(topic, QualityOfService.AtLeastOnce);
        Assert.True(kept.WaitForMessage(TimeSpan.FromSeconds(20)), $"nothing is kept under {topic}");
        Assert.True(kept.TryReceive(out var message));
        return JsonDocument.Parse(message.Payload).RootElement;
    }

    public bool AllDrive => link.Session.Roster.Count == 3 && link.Session.Roster.Values.All(rover => rover.IsDriving);

    /// <summary>From here on nothing may stop, go back or leap.</summary>
    public void Watch()
    {
        last.Clear();
        (isWatching, LongestStepM) = (true, 0);
    }

    public bool Listen(Func<bool> done, TimeSpan limit) => link.Listen(done, limit, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        link.Dispose();
        prices.Dispose();
    }

    private void Note(RoverPresence rover)
    {
        if (!isWatching)
            return;
        if (!rover.IsDriving)
            wrong.Add($"{rover.Name} is in {rover.ModeName} at tick {rover.Tick}");
        if (last.TryGetValue(rover.Name, out var before))
        {
            if (rover.Tick < before.Tick)
                wrong.Add($"{rover.Name} went from tick {before.Tick} to {rover.Tick}");
            if (rover.ParameterVersion < before.Version)
                wrong.Add($"{rover.Name} went from version {before.Version} to {rover.ParameterVersion}");
            if (rover.CoordinatorEpoch < before.Epoch)
                wrong.Add($"{rover.Name} obeyed epoch {rover.CoordinatorEpoch} after {before.Epoch}");
            if (rover.Tick == before.Tick + 1)
                LongestStepM = Math.Max(LongestStepM, Math.Abs(rover.State[0] - before.PositionM));
        }

        last[rover.Name] = (rover.Tick, rover.ParameterVersion, rover.CoordinatorEpoch, rover.State[0]);
    }
}
