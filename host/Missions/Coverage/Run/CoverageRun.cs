using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging.Faults;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Team;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>
/// Drives a simulated team through a coverage mission, in lock-step: the firmware's agents with their own actor, a real broker (or the
/// in-process link), the coordinator, and rovers that join, leave and fall silent while it goes on.
/// </summary>
public sealed class CoverageRun : IFleetRun<CoverageRecord, CoverageRunSummary>, IDisposable
{
    /// <summary>Room for a float32 actor of 64-64 units.</summary>
    public const int ParameterBytes = 32 * 1024;

    /// <summary>What coverage needs of a rover.</summary>
    public const string Needs = "Coverage needs two wheels (body: rover in the fleet file of mae sim) and firmware of this version.";

    private const int FlashBlocks = 24;

    private readonly CoverageRunOptions options;
    private readonly List<IDisposable> owned = [];
    private readonly List<CoverageRecord> records = [];
    private readonly List<RoverInstance> rovers = [];
    private readonly Dictionary<string, MutedLink> radios = new(StringComparer.Ordinal);
    private readonly Dictionary<RoverInstance, bool> drove = [];
    private readonly SimulatedClock clock = new();
    private readonly IReadOnlyList<string> names;
    private readonly CoverageArena arena;
    private readonly Xoshiro256 random;
    private readonly long periodUs;
    private RunTransport? transport;
    private FleetSession? session;
    private LandmarkDesk desk = null!;
    private TeamMission mission = null!;
    private TeamDrive? drive;
    private (int Joins, int Leaves, int Silences, int Returns) happened;

    public CoverageRun(CoverageRunOptions options)
    {
        this.options = options;
        names = options.Names;
        arena = new CoverageArena(names.Count, options.LandmarksM, clock);
        random = new Xoshiro256(options.Seed + 1);
        periodUs = (long)Math.Round(options.Policy.PeriodS * 1e6);
    }

    /// <summary>One record a period, in order.</summary>
    public event Action<CoverageRecord>? PeriodDone;

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    public IReadOnlyList<CoverageRecord> Records => records;

    /// <summary>The mission, for whoever wants to push while it drives.</summary>
    public TeamMission Mission => mission;

    public IReadOnlyList<RoverInstance> Rovers => rovers;

    /// <inheritdoc/>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">MAE503: a phase before driving took too long; the message says what was waited for.</exception>
    /// <exception cref="MaeException">MAE543: a rover refused the actor.</exception>
    public CoverageRunSummary Execute(CancellationToken cancel)
    {
        transport = RunTransport.Open(options.InProcess, null, 0, options.Client, owned, Say);
        Say($"{transport.Client}, {(transport.Address is { } address ? $"broker {address}" : "no broker")}");
        for (var i = 0; i < options.Agents; i++)
        {
            Place(i, options.StartM[2 * i], options.StartM[(2 * i) + 1]);
            rovers.Add(Build(i));
        }

        session = transport.OpenSession(options.Fleet, names);
        owned.Add(session);
        session.Subscribe();
        CoverageScene.Show(session, options, FloorEntry.Empty);
        var set = CoverageParameterSet.Build(options.Policy, options.LandmarksM, 1);
        mission = new TeamMission(session, names.Take(options.Agents), 1, _ => set);
        mission.Said += Say;
        owned.Add(mission);
        desk = new LandmarkDesk(
            session, mission, options, FloorEntry.Empty,
            (_, version) => CoverageParameterSet.Build(options.Policy, options.LandmarksM, version));
        desk.Said += Say;
        desk.Moved += () =>
        {
            arena.Landmarks(options.LandmarksM);
            CoverageScene.Show(session, options, FloorEntry.Empty);
        };
        drive = new TeamDrive(clock, rovers, mission, options.Policy.PeriodS)
        {
            SettleLimit = TimeSpan.FromSeconds(radios.Count > 0 ? 1 : 20),
            IsOutOfReach = rover => radios.TryGetValue(rover.Name, out var radio) && radio.IsMuted,
        };
        drive.Run(Needs, options.StartTimeout, options.Periods + 1, arena.Begin, Happen, Record, options.Pace, cancel);
        return SoFar();
    }

    public CoverageRunSummary SoFar() => CoverageRunFigures.Summarise(
        options, records, transport?.Name ?? (options.InProcess ? "in-process" : "mqtt"), transport?.Address,
        transport?.Client ?? "none") with
    {
        Joins = happened.Joins,
        Leaves = happened.Leaves,
        Silences = happened.Silences,
        Returns = happened.Returns,
        AgentsEnd = rovers.Count,
        Versions = [.. rovers.Select(rover => rover.Agent.ParameterVersion).Distinct().Order()],
        DeadlineMisses = drive?.DeadlineMisses ?? 0,
        Contacts = arena.Contacts,
        Interventions = rovers.Sum(rover => (long)rover.Agent.Interventions),
        NeighboursMissed = drive?.NeighboursMissed ?? 0,
        MessagesTotal = session is null ? 0 : session.MessagesSent + session.MessagesReceived,
    };

    public void Dispose()
    {
        foreach (var rover in rovers)
            rover.Dispose();
        rovers.Clear();
        for (var i = owned.Count - 1; i >= 0; i--)
            owned[i].Dispose();
        owned.Clear();
    }

    private void Say(string text) => Said?.Invoke(text);

    private void Place(int index, double xM, double yM)
    {
        arena.Place(index, xM, yM);
        if (options.Bodies == CoverageRunOptions.RoverBodies)
            arena[index] = new CoverageWheels(xM, yM, options.Policy.PeriodS, options.Seed + (1000 * (ulong)(index + 1)), clock);
    }

    private RoverInstance Build(int index)
    {
        var name = names[index];
        var muted = options.Events.Any(e => e.Kind == CoverageEventKind.Silent && e.Rover == name);
        return new RoverInstance(
            new RoverOptions
            {
                Fleet = options.Fleet,
                Name = name,
                PeriodUs = periodUs,
                Seed = (uint)options.Seed + (uint)index,
                ParameterBytes = ParameterBytes,
                NeighbourCapacity = Math.Max(16, names.Count),
                BodyRadiusM = options.Bodies == CoverageRunOptions.RoverBodies ? CoverageWheels.RadiusM : 0,
            },
            clock,
            arena.Body(index),
            new SimulatedFlash(FlashBlocks),
            () => muted ? radios[name] = new MutedLink(transport!.Create()) : transport!.Create(),
            transport!.Options,
            forget: () => arena[index]?.Reboot());
    }

    private void CountReturns()
    {
        foreach (var rover in rovers)
        {
            if (drove.GetValueOrDefault(rover) && !rover.Agent.IsDriving)
            {
                var wheels = arena[names.ToList().IndexOf(rover.Name)];
                Say(
                    $"{rover.Name} stopped itself: "
                    + $"{string.Join(", ", RoverJson.Faults(rover.Agent.Faults))}{(wheels is { Fault: not Hardware.Drivers.DriveFault.None } ? $", {wheels.Fault}" : "")}");
            }

            if (drove.TryGetValue(rover, out var before) && !before && rover.Agent.IsDriving)
                happened.Returns++;
            if (rover.Agent.IsDriving || drove.ContainsKey(rover))
                drove[rover] = rover.Agent.IsDriving;
        }
    }

    private void Happen(int period)
    {
        desk.Poll();
        var nowS = period * options.Policy.PeriodS;
        const double slack = 1e-9;
        var beforeS = nowS - options.Policy.PeriodS;
        bool IsDue(double atS) => atS <= nowS + slack && atS > beforeS + slack;
        // Silences of one rover may overlap: it is heard again after the last. One shorter than a period lasts the period.
        bool IsSilent(string rover) =>
            options.Events.Any(
                e => e.Kind == CoverageEventKind.Silent && e.Rover == rover
                    && (IsDue(e.AtS) || (e.AtS <= nowS + slack && nowS + slack < e.UntilS)));
        foreach (var item in options.Events)
        {
            if (item.Kind == CoverageEventKind.Join && IsDue(item.AtS))
                Join();
            else if (item.Kind == CoverageEventKind.Leave && IsDue(item.AtS))
                Leave(item.Rover);
            else if (item.Kind == CoverageEventKind.Silent && radios.TryGetValue(item.Rover!, out var radio)
                && radio.IsMuted != IsSilent(item.Rover!))
            {
                radio.IsMuted = !radio.IsMuted;
                happened.Silences += radio.IsMuted ? 1 : 0;
                Say($"{nowS:0.0} s: {item.Rover} {(radio.IsMuted ? "falls silent" : "is heard again")}");
            }
        }
    }

    private void Join()
    {
        var index = options.Agents + happened.Joins++;
        Place(index, random.NextUniform(-1, 1), random.NextUniform(-1, 1));
        rovers.Add(Build(index));
        mission.Add(names[index]);
    }

    private void Leave(string? name)
    {
        var leaving = name is null ? rovers.FirstOrDefault() : rovers.Find(rover => rover.Name == name);
        if (leaving is null || rovers.Count == 1)
        {
            Say(leaving is null ? $"{name} is not there, so it cannot leave" : $"{leaving.Name} stays: it is the last one");
            return;
        }

        happened.Leaves++;
        mission.Remove(leaving.Name);
        drive!.Forget(leaving);
        rovers.Remove(leaving);
        leaving.Dispose();
        arena.Take(names.ToList().IndexOf(leaving.Name));
    }

    private void Record(int period)
    {
        arena.CatchUp();
        CountReturns();
        var there = rovers.ToDictionary(rover => rover.Name, StringComparer.Ordinal);
        var record = arena.Record(
            period + 1,
            options,
            [.. names.Select((name, i) => there.TryGetValue(name, out var rover) ? Of(rover, i) : CoverageRoverRecord.Absent(name))]);
        records.Add(record);
        PeriodDone?.Invoke(record);
        CoverageScene.Progress(session!, options, record);
    }

    private CoverageRoverRecord Of(RoverInstance rover, int index)
    {
        var (x, y) = arena.Position(index);
        var scope = (rover.Agent.Controller as INeighbourController)?.Scope;
        return new CoverageRoverRecord(
            rover.Name,
            RoverPresence.NameOf(rover.Agent.Mode),
            rover.Agent.ParameterVersion,
            x,
            y,
            [rover.Agent.Applied[0], rover.Agent.Applied[1]],
            scope?.Count ?? 0,
            scope?.InRange ?? 0,
            radios.TryGetValue(rover.Name, out var radio) && radio.IsMuted)
        {
            State = [.. rover.Agent.State],
        };
    }
}
