using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>A formation run on simulated rovers in this process.</summary>
public sealed record FormationRunOptions
{
    public required FormationScenario Scenario { get; init; }

    public string Fleet { get; init; } = "demo";

    /// <summary>Signs parameter sets, and gives simulated rovers their keys; null: unsigned.</summary>
    public FleetKeys? Keys { get; init; }

    /// <summary>One name for each agent of the scenario.</summary>
    public required IReadOnlyList<string> Rovers { get; init; }

    /// <summary>linear: the scenario's plants; rover: differential-drive bodies through the real drivers.</summary>
    public string Bodies { get; init; } = "linear";

    /// <summary>Bodies of one's own, by the agent's number from 0, whose physics follow the clock by themselves; null:
    /// <see cref="Bodies"/>. Each has the states and inputs of its agent in the scenario.</summary>
    public Func<int, IClock, SimulatedBody>? BodyOf { get; init; }

    /// <summary>What wheels really are; null: the usual.</summary>
    public DifferentialDriveOptions? Truth { get; init; }

    /// <summary>Whether a tracker sees rovers on wheels.</summary>
    public bool IsTracked { get; init; }

    /// <summary>Control periods, at least 4.</summary>
    public int Periods { get; init; } = 200;

    public double PeriodS { get; init; } = 0.25;

    public int RoundsPerPeriod { get; init; } = 2;

    public NegotiationMode Mode { get; init; } = NegotiationMode.Admm;

    public ulong Seed { get; init; } = 1;

    /// <summary>Whether version 2 is pushed at half time.</summary>
    public bool PushSecondVersion { get; init; } = true;

    /// <summary>Version 2: an agent's local problem; its coupling weight is set where it is pushed. Null: true models, offset
    /// E[e].</summary>
    public Func<int, MpcParameters>? SecondVersion { get; init; }

    /// <summary>What version 2 is, for people.</summary>
    public string SecondVersionIs { get; init; } = "true models, expected disturbance";

    /// <summary>For tests of what follows a bad push: version and theta to what is pushed in its stead.</summary>
    public Func<uint, IReadOnlyList<double[]>, IReadOnlyList<double[]>>? SpoilPush { get; init; }

    /// <summary>For tests of faults, in lock-step: after every period, its number and the simulated rovers.</summary>
    public Action<int, IReadOnlyList<RoverInstance>>? AfterPeriod { get; init; }

    /// <summary>True: no broker, the in-process link.</summary>
    public bool InProcess { get; init; }

    /// <summary>Client for MQTT: auto or mqttnet.</summary>
    public string Client { get; init; } = "auto";

    /// <summary>A broker that is already there; null: one of our own on a free loopback port.</summary>
    public string? BrokerHost { get; init; }

    public int BrokerPort { get; init; } = 1883;

    /// <summary>Least wall-clock time of a period, for people who watch; zero: as fast as it goes.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.Zero;

    /// <summary>Longest wait for any phase before driving (gathering, staging, arming).</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
