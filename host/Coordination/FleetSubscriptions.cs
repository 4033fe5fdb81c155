using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>Which of a fleet's topics a session listens to, after every connection anew.</summary>
internal sealed class FleetSubscriptions(string fleet)
{
    private static readonly string[] Kept =
        [Topics.State, Topics.Info, Topics.Desired, Topics.Reported, Topics.Last, Topics.ProgramReported];

    private readonly HashSet<string> hears = new(StringComparer.Ordinal);
    private bool hasSubscribed;

    /// <summary>Whether a leaf under <see cref="Topics.HostName"/> is listened to.</summary>
    public bool Hears(string leaf) => hears.Contains(leaf);

    /// <summary>Listens to a leaf under <see cref="Topics.HostName"/> besides.</summary>
    /// <returns>What is to be subscribed to now; null: it comes with the others, or has.</returns>
    public string? Hear(string leaf) => hears.Add(leaf) && hasSubscribed ? Topics.Of(fleet, Topics.HostName, leaf) : null;

    /// <summary>Whether it is listened to how rovers move.</summary>
    public bool HearsMotion { get; private set; }

    /// <inheritdoc cref="FleetSession.HearMotion"/>
    /// <returns>As of <see cref="Hear"/>.</returns>
    public string? HearMotion(bool looksOn)
    {
        var isNew = !HearsMotion && !looksOn;
        HearsMotion = true;
        return isNew && hasSubscribed ? Topics.Of(fleet, "+", Topics.Motion) : null;
    }

    /// <param name="looksOn">Also to what only somebody who looks on needs.</param>
    public void Subscribe(Action<string, QualityOfService> subscribe, bool looksOn)
    {
        string Filter(string leaf) => $"{Topics.Root}/{fleet}/+/{leaf}";
        foreach (var leaf in Kept)
            subscribe(Filter(leaf), QualityOfService.AtLeastOnce);
        subscribe(Filter(Topics.Acknowledge), QualityOfService.AtLeastOnce);
        if (fleet == Topics.Provisioning)
            subscribe(Filter(Topics.Adopted), QualityOfService.AtLeastOnce);
        subscribe(Filter(Topics.Plan), QualityOfService.AtMostOnce);
        subscribe(Filter(Topics.Telemetry), QualityOfService.AtMostOnce);
        subscribe(HostLease.TopicOf(fleet), QualityOfService.AtLeastOnce);
        if (looksOn || HearsMotion)
            subscribe(Filter(Topics.Motion), QualityOfService.AtMostOnce);
        if (looksOn)
        {
            subscribe(Filter(Topics.Command), QualityOfService.AtMostOnce);
            subscribe(Topics.Of(fleet, Topics.HostName, "#"), QualityOfService.AtLeastOnce);
        }

        hasSubscribed = true;
        foreach (var heard in hears)
            subscribe(Topics.Of(fleet, Topics.HostName, heard), QualityOfService.AtLeastOnce);
    }

    /// <summary>What brokers keep of these rovers, each topic by its name.</summary>
    public void Name(Action<string, QualityOfService> subscribe, IEnumerable<string> rovers)
    {
        foreach (var rover in rovers)
        {
            foreach (var leaf in Kept)
                subscribe(Topics.Of(fleet, rover, leaf), QualityOfService.AtLeastOnce);
        }
    }
}
