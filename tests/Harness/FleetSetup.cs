using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>What is special about a <see cref="TestFleet"/>.</summary>
public sealed record FleetSetup
{
    public long PeriodUs { get; init; } = 250_000;

    public ulong Seed { get; init; } = 1;

    /// <summary>False: plants without disturbance, bit for bit deterministic.</summary>
    public bool IsDisturbed { get; init; } = true;

    /// <summary>Wraps a rover's body: its number, the body, its clock.</summary>
    public Func<int, IBody, IClock, IBody> Body { get; init; } = (_, body, _) => body;

    /// <summary>Wraps a rover's link: its number, the link.</summary>
    public Func<int, IMessageLink, IMessageLink> RoverLink { get; init; } = (_, link) => link;

    public Func<IMessageLink, IMessageLink> HostLink { get; init; } = link => link;

    /// <summary>Changes a rover's options: its number, the options.</summary>
    public Action<int, RoverOptions> Tune { get; init; } = (_, _) => { };

    /// <summary>Makes links; null: an in-process broker of the fleet's own.</summary>
    public Func<IMessageLink>? Connect { get; init; }

    /// <summary>Host and rovers sign and check; null: nobody does.</summary>
    public FleetKeys? Keys { get; init; }

    /// <summary>Null: simulated time. Otherwise the owner polls by <see cref="TestFleet.PollAll"/> instead of running.</summary>
    public IClock? RealClock { get; init; }

    /// <summary>How rover and host find the broker; client id and will are set by them.</summary>
    public LinkOptions Link { get; init; } = new() { ClientId = "mae-host" };

    /// <summary>Null: as <see cref="Link"/>.</summary>
    public LinkOptions? HostLinkOptions { get; init; }
}
