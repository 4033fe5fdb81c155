using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Formation;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>
/// Leads a formation through the plane: who has which place, in what shape, on which path. Every change is a set for each rover that takes
/// part, taken up by all at one tick, with a blend that begins a little later; one change at a time. Rovers that stop are left out; those
/// that come back get a place while the path waits.
/// </summary>
public sealed partial class FormationConductor
{
    /// <summary>Periods without driving after which a rover is left out.</summary>
    private const int PeriodsToLeaveOut = 5;

    private readonly PlanarRunOptions options;
    private readonly FleetSession session;
    private readonly PaceMaker pace;
    private readonly Negotiator negotiator;
    private readonly uint leadTicks;
    private readonly PlanarPlace?[] places;
    private readonly FormationReference[] references;
    private readonly bool[] takesPart;
    private readonly int[] away;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Queue<FormationOrder> orders = new();
    private Func<int, MpcParameters> parameters;
    private FormationMission? mission;
    private uint blendStart;
    private uint blendEnd;
    private bool isPushing;
    private bool isScheduled;
    private FormationPath? nextPath;
    private bool isPaused;
    private int returning = -1;
    private int blocking = -1;
    private bool isReturning;
    private bool hasNewParameters;

    /// <param name="leadTicks">Between a push and the blend that it brings, at least 3.</param>
    /// <param name="firstVersion">Number of the first sets.</param>
    /// <param name="left">What another host has left, of a formation that drives; null: they gather.</param>
    public FormationConductor(
        PlanarRunOptions options, FleetSession session, PaceMaker pace, Negotiator negotiator, FormationScenario scenario, uint leadTicks,
        uint firstVersion, PlanarMemory? left = null)
    {
        (this.options, this.session, this.pace, this.negotiator, this.leadTicks,
            Version) = (options, session, pace, negotiator, leadTicks, firstVersion);
        Floor = options.Floor;
        parameters = options.Parameters ?? (agent => scenario.ParametersFor(agent, FormationScenario.TrueModel));
        Shape = options.Shape;
        takesPart = [.. options.Rovers.Select((_, i) => i < options.Rovers.Count - options.Waiting)];
        taken.UnionWith(options.Rovers.Skip(options.Rovers.Count - options.Waiting));
        away = new int[options.Rovers.Count];
        places = new PlanarPlace[options.Rovers.Count];
        references = [.. options.Rovers.Select(_ => new FormationReference())];
        if (left is null)
            Gather();
        else
            Recall(left);
    }

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    public uint Version { get; private set; }

    /// <summary>Tick from which the first formation stands.</summary>
    public uint FormedTick { get; private set; }

    /// <summary>Changes of shape so far; that rovers close up, or make room, is one.</summary>
    public int ShapeChanges { get; private set; }

    /// <summary>The shape that is taken or being taken.</summary>
    public FormationShape Shape { get; private set; }

    /// <summary>Where each rover's place is: of the newest sets.</summary>
    public IReadOnlyList<FormationReference> References => references;

    /// <summary>Sets are on their way to rovers.</summary>
    public bool IsStaging => isPushing && !isScheduled;

    /// <summary>A person has told it to stand.</summary>
    public bool IsPaused => isPaused;

    /// <summary>Nothing is being changed, and nothing waits for it.</summary>
    public bool IsIdle => !isPushing && orders.Count == 0 && !hasNewParameters && returning < 0;

    /// <summary>Whether a rover has a place in the formation.</summary>
    public bool TakesPart(int rover) => takesPart[rover];

    /// <summary>To be called once, with the mission that gets the sets.</summary>
    public void Lead(FormationMission of)
    {
        mission = of;
        of.Retunes = () =>
        {
            hasNewParameters = true;
            return Version + 1;
        };
    }

    /// <summary>For <see cref="FormationMission.MayDrive"/>: it has its place, and the set that leads there.</summary>
    public bool MayDrive(string rover)
    {
        var index = Index(rover);
        return index >= 0 && takesPart[index] && !taken.Contains(rover)
            && (index != returning || session.Roster[rover].ParameterVersion >= Version);
    }

    /// <summary>A person takes a rover out of the drive, or gives it back.</summary>
    /// <exception cref="MaeException">MAE304: there is no such rover.</exception>
    public void Take(string rover, bool isOut)
    {
        if (Index(rover) < 0)
            throw Host.Fleet.FleetOptions.NoRover(rover, "this formation", options.Rovers);
        if (!isOut)
            taken.Remove(rover);
        else if (taken.Add(rover))
            session.Command(rover, Wire.RoverCommand.Disarm);
    }

    /// <summary>Takes an order; it is carried out when what goes on now is done.</summary>
    /// <exception cref="MaeException">It cannot be carried out: MAE611, MAE612, MAE620 to MAE624, MAE628.</exception>
    public void Take(FormationOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var speedMS = order.SpeedMS ?? pace.SpeedMS;
        if (speedMS is not (>= 0 and <= PlanarScenario.SpeedMS))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE624",
                string.Create(CultureInfo.InvariantCulture, $"A formation drives at 0 to {PlanarScenario.SpeedMS} m/s, not at {speedMS}."),
                "Name a speed of this range.");
        }

        var floor = Moved(order);
        var path = order.HasPath ? PathOf(order) : null;
        (path ?? nextPath ?? pace.Path).Check(speedMS, PointLaw.DefaultLookAheadM, PlanarScenario.AccelerationMS2);
        var count = takesPart.Count(its => its);
        var shape = order.Shape is { } name ? FormationShape.Of(name, count, options.GapM, order.OffsetsM) : Shape;
        if (shape.Slots.Count == count)
            FormationWay.Check(floor, path ?? nextPath ?? pace.Path, shape, options.GapM);
        usual = order.Shape is null ? usual : null;
        isPaused = order.Pause ?? isPaused;
        hasNewParameters |= floor != Floor;
        Floor = floor;
        pace.SpeedMS = speedMS;
        if (order.Shape is not null || path is not null)
            orders.Enqueue(order);
        Said?.Invoke(order.ToString());
    }

    /// <summary>Pushes other parameters of the local problems, with the places as they are.</summary>
    public void Take(Func<int, MpcParameters> learned) => (parameters, hasNewParameters) = (learned, true);

    /// <summary>A period has ended.</summary>
    /// <param name="tick">The next.</param>
    public void Poll(uint tick, long nowUs)
    {
        if (isPushing)
            Push(tick, nowUs);
        if (nextPath is { } path && !IsStaging && IsAfter(tick + 1, blendStart))
        {
            pace.Follow(path);
            nextPath = null;
        }

        Watch(tick, nowUs);
        LookAhead(tick);
        pace.IsHeld = isPaused || !IsAfter(tick, FormedTick) || returning >= 0 || isBarred || changesAtRest || IsBlocked(tick);
        if (isPushing || !IsAfter(tick, blendEnd))
            return;
        if (returning >= 0)
            Return(tick, nowUs);
        else if (hasNewParameters)
            StartPush(nowUs);
        else if (orders.TryDequeue(out var order))
            Carry(order, tick, nowUs);
    }

    private static bool IsAfter(uint tick, uint other) => tick - other < 0x80000000u;

    private int Index(string rover) => Enumerable.Range(0, options.Rovers.Count).FirstOrDefault(i => options.Rovers[i] == rover, -1);
}
