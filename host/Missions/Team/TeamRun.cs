using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>
/// Drives a simulated team in lock-step: the firmware's agents with the mission's controller, a real broker (or the in-process link), the
/// coordinator. The same options give the same bits over MQTT and in process.
/// </summary>
public sealed class TeamRun(TeamRunOptions options) : IFleetRun<TeamRecord, TeamSummary>, IDisposable
{
    /// <summary>For a rover that refuses its set.</summary>
    internal const string Needs = "Its firmware has to know this mission (mae --missions DLL sim), and its body has to be the mission's.";

    private const int FlashBlocks = 24;

    private readonly List<IDisposable> owned = [];
    private readonly List<RoverInstance> rovers = [];
    private readonly List<TeamRecord> records = [];
    private readonly HashSet<(int, int)> touching = [];
    private int contacts;
    private readonly SimulatedClock clock = new();
    private readonly long periodUs = (long)Math.Round(options.PeriodS * 1e6);
    private RunTransport? transport;
    private FleetSession? session;
    private TeamDrive? drive;
    private ITeamWorld world = null!;

    /// <inheritdoc/>
    public event Action<TeamRecord>? PeriodDone;

    /// <inheritdoc/>
    public event Action<string>? Said;

    public IReadOnlyList<TeamRecord> Records => records;

    public IReadOnlyList<RoverInstance> Rovers => rovers;

    /// <summary>Called at every instant, with the number of the period from 0: for whoever wants to disturb the <see cref="Rovers"/> while
    /// they drive.</summary>
    public Action<int>? Happen { get; init; }

    /// <inheritdoc/>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">MAE503: a phase before driving took too long; the message says what was waited for.</exception>
    /// <exception cref="MaeException">MAE543: a rover refused its set.</exception>
    public TeamSummary Execute(CancellationToken cancel)
    {
        transport = RunTransport.Open(options.InProcess, null, 0, options.Client, owned, Say);
        Say($"{transport.Client}, {(transport.Address is { } address ? $"broker {address}" : "no broker")}");
        world = options.World(clock);
        for (var i = 0; i < options.Rovers.Count; i++)
            rovers.Add(Build(i));
        session = transport.OpenSession(options.Fleet, options.Rovers);
        owned.Add(session);
        session.Tuning = options.Tuning();
        session.Subscribe();
        var mission = new TeamMission(session, options.Rovers, 1, name => options.SetOf(name, 1));
        mission.Said += Say;
        owned.Add(mission);
        drive = new TeamDrive(clock, rovers, mission, options.PeriodS);
        drive.Run(Needs, options.StartTimeout, options.Periods, () => { }, Happen ?? (_ => { }), Record, options.Pace, cancel);
        return SoFar();
    }

    /// <inheritdoc/>
    public TeamSummary SoFar() => new()
    {
        Transport = transport?.Name ?? (options.InProcess ? "in-process" : "mqtt"),
        Broker = transport?.Address,
        Client = transport?.Client ?? "none",
        Periods = records.Count,
        Versions = [.. rovers.Select(rover => rover.Agent.ParameterVersion).Distinct().Order()],
        DeadlineMisses = drive?.DeadlineMisses ?? 0,
        NeighboursMissed = drive?.NeighboursMissed ?? 0,
        Interventions = rovers.Sum(rover => (long)rover.Agent.Interventions),
        Contacts = contacts,
        MessagesTotal = session is null ? 0 : session.MessagesSent + session.MessagesReceived,
        Turnout = TeamFigures.Who(options, records),
    };

    public void Dispose()
    {
        foreach (var rover in rovers)
            rover.Dispose();
        for (var i = owned.Count - 1; i >= 0; i--)
            owned[i].Dispose();
        owned.Clear();
    }

    private void Say(string text) => Said?.Invoke(text);

    private RoverInstance Build(int index)
    {
        var set = options.SetOf(options.Rovers[index], 1);
        return new RoverInstance(
            new RoverOptions
            {
                Fleet = options.Fleet,
                Name = options.Rovers[index],
                PeriodUs = periodUs,
                Seed = (uint)options.Seed + (uint)index,
                ParameterBytes = Math.Max(new RoverOptions().ParameterBytes, set.Length),
                NeighbourCapacity = Math.Max(16, options.Rovers.Count),
                BodyRadiusM = RoverOptions.UsualBodyRadiusM,
                InputRatePerPeriod = RoverOptions.BoardInputRatePerPeriod,
                OwnMissions = options.Controller is { } maker ? [maker] : null!,
            },
            clock,
            world.Body(index),
            new SimulatedFlash(FlashBlocks),
            transport!.Create,
            transport!.Options,
            forget: () => world.Reboot(index));
    }

    private void Record(int period)
    {
        var record = Of(period);
        Touch(record);
        records.Add(record);
        PeriodDone?.Invoke(record);
    }

    // Bodies in the plane, at their true places; each touch once.
    private void Touch(TeamRecord record)
    {
        for (var i = 0; i < record.Rovers.Count; i++)
        {
            for (var k = i + 1; k < record.Rovers.Count; k++)
            {
                var (a, b) = (record.Rovers[i], record.Rovers[k]);
                if (!(double.Hypot(a.XM - b.XM, a.YM - b.YM) < 2 * RoverOptions.UsualBodyRadiusM))
                    touching.Remove((i, k));
                else if (touching.Add((i, k)))
                    contacts++;
            }
        }
    }

    private TeamRecord Of(int period) => new(
        period + 1,
        period * options.PeriodS,
        [.. rovers.Select((rover, i) =>
        {
            var pose = world.Pose(i);
            return new TeamRoverRecord(
                rover.Name,
                rover.IsPoweredOff ? "off" : RoverPresence.NameOf(rover.Agent.Mode),
                rover.Agent.ParameterVersion,
                [.. rover.Agent.State.Take(options.States.Count)],
                [.. rover.Agent.Applied.Take(options.Inputs.Count)],
                rover.Agent.Controller?.Figure ?? double.NaN,
                rover.Agent.Controller?.Count ?? -1,
                pose.XM,
                pose.YM,
                pose.HeadingRad);
        })]);
}
