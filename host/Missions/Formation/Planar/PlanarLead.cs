using System.Text.Json.Nodes;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Coordination;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>All that leads a formation in the plane whose rovers are out there: for a run, and for a service without an end.</summary>
public sealed class PlanarLead
{
    private const double RoundShare = 0.2;

    /// <summary>Between a push and its blend: four seconds for the network.</summary>
    private const uint LeadTicks = 20;

    private readonly PlanarRunOptions options;
    private readonly FleetSession session;
    private readonly Negotiator negotiator;
    private readonly CouplingProblem coupling;
    private OrderDesk desk = null!;
    private PlanarScene scene = null!;
    private PlanarObserver observer = null!;
    private uint ended;
    private uint seen;

    /// <summary>They gather where the path begins.</summary>
    /// <param name="version">Of the first sets.</param>
    /// <exception cref="Commands.MaeException">MAE612: something stands where they would.</exception>
    public PlanarLead(PlanarRunOptions options, FleetSession session, uint version)
        : this(options, session, version, null, new PaceMaker(options.Path, options.SpeedMS, options.PeriodS)) =>
        Pace.BeginAt(1);

    private PlanarLead(PlanarRunOptions options, FleetSession session, uint version, PlanarMemory? left, PaceMaker pace)
    {
        (this.options, this.session, Pace) = (options, session, pace);
        coupling = PlanarScenario.Coupling(options.Rovers.Count, options.Horizon, options.IsCoupled);
        var scenario = PlanarScenario.OneAxis(options.Rovers, options.PeriodS, options.Horizon);
        negotiator = new Negotiator(coupling, NegotiationMode.Admm, PlanarScenario.NegotiatorOptions);
        session.PlanCheck = new PlanCheck(scenario, options.Rovers);
        Conductor = new FormationConductor(options, session, pace, negotiator, scenario, LeadTicks, version, left);
    }

    public PaceMaker Pace { get; }

    public FormationConductor Conductor { get; }

    public FormationNegotiation Negotiation { get; private set; } = null!;

    public FormationMission Mission { get; private set; } = null!;

    /// <summary>Goes on with a formation that another host has left; null where what it left is none.</summary>
    /// <param name="state">Of <see cref="FormationConductor.Remember"/>.</param>
    /// <param name="pace">Of <see cref="PaceMaker.Remember"/>.</param>
    public static PlanarLead? TryRecall(PlanarRunOptions options, FleetSession session, uint version, JsonObject? state, string? pace) =>
        PlanarMemory.TryRead(state, options) is { } left
            && PaceMaker.TryRecall(pace, number => FormationConductor.PathOf(left, number), left.SpeedMS, options.PeriodS) is { } recalled
            ? new PlanarLead(options, session, version, left, recalled)
            : null;

    /// <summary>From here on it is polled.</summary>
    /// <param name="adopts">As <see cref="PhasedMission{TMember}.Adopts"/>.</param>
    /// <param name="say">Is told what is worth telling a person, but for what the mission says.</param>
    /// <returns><see cref="Mission"/>, which is the caller's to dispose.</returns>
    public FormationMission Begin(bool adopts, Action<string> say)
    {
        desk = new OrderDesk(session, Conductor);
        Conductor.Said += say;
        desk.Said += say;
        desk.Open();
        scene = new PlanarScene(options, session, Pace, Conductor);
        var roundUs = (long)(options.PeriodS * 1e6 * RoundShare);
        Negotiation = new FormationNegotiation(session, negotiator, coupling, options.Rovers, options.RoundsPerPeriod, roundUs) {
            Pace = Pace };
        Mission = new FormationMission(
            session, Negotiation, options.Rovers, new ParameterRollout(session, Conductor.Version, Conductor.Sets(), options.Keys)) {
                MayDrive = Conductor.MayDrive, ResumesAt = () => Negotiation.Tick + 1, Adopts = adopts };
        Conductor.Lead(Mission);
        observer = new PlanarObserver(options, Pace, Conductor);
        ended = seen = Mission.FirstTick;
        Negotiation.PeriodEnded += tick => ended = tick + 1;
        return Mission;
    }

    /// <summary>After every look into the inbox.</summary>
    /// <param name="period">Is given what a period was like that has ended.</param>
    /// <returns>Whether one has.</returns>
    public bool Poll(long nowUs, Action<PlanarRecord> period)
    {
        Mission.Poll(nowUs);
        if (ended == seen)
            return false;
        seen = ended;
        var record = observer.Observe(seen, (seen - Mission.FirstTick) * options.PeriodS, session);
        period(record);
        scene.Show(record);
        desk.Poll();
        Conductor.Poll(seen, nowUs);
        return true;
    }
}
