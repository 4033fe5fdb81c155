using System.Globalization;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Learning;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>The coordinator's side of a formation run, simulated or real: negotiation, mission, records, and learning where somebody
/// learns.</summary>
public sealed class FormationDrive : IDisposable
{
    private readonly FormationRunOptions options;
    private readonly FleetSession session;
    private readonly List<PeriodRecord> records = [];

    /// <param name="done">Gets every record, before the learner does.</param>
    /// <param name="learner">Learns while the rovers drive; null: nobody does.</param>
    /// <param name="firstVersion">Number of the set that the rovers get before they start, 1 or more.</param>
    public FormationDrive(
        FormationRunOptions options, FleetSession session, Action<PeriodRecord> done, LiveLearner? learner, uint firstVersion)
    {
        this.options = options;
        this.session = session;
        session.Show($$"""{"mission":"formation","space":"lanes","period_s":{{options.PeriodS.ToString(CultureInfo.InvariantCulture)}}}""");
        session.PlanCheck = new PlanCheck(options.Scenario, options.Rovers);
        Negotiation = FormationSetup.Negotiation(options, session);
        var first = learner is null
            ? FormationSetup.ParameterSets(options, FormationScenario.ImperfectModel, firstVersion)
            : FormationSetup.ParameterSets(options, agent => learner.ParametersOf(agent, learner.PresentTheta), firstVersion);
        Mission = new FormationMission(
            session, Negotiation, options.Rovers, new ParameterRollout(session, firstVersion, first, options.Keys));
        Recorder = new FormationRecorder(session, options.Scenario, Negotiation, options.Rovers, options.PeriodS);
        Recorder.Recorded += record =>
        {
            records.Add(record);
            done(record);
        };
        if (learner is not null)
            Mission.Retunes = () => throw TuningException.NotNow("A learner turns the parameters of this fleet.", "Run it without --learn, or wait until it has ended.");
        Learning = learner is null ? null : new FormationLearning(options, session, Mission, Recorder, learner, firstVersion);
    }

    public FormationNegotiation Negotiation { get; }

    public FormationMission Mission { get; }

    public FormationRecorder Recorder { get; }

    /// <summary>Null where nobody learns.</summary>
    public FormationLearning? Learning { get; }

    /// <summary>One complete record a period, in order.</summary>
    public IReadOnlyList<PeriodRecord> Records => records;

    /// <param name="say">Something worth telling a person.</param>
    public void Tell(Action<string> say)
    {
        Mission.Said += say;
        if (Learning is not null)
            Learning.Said += say;
    }

    /// <summary>Of a run that ended before its rovers were asked for anything.</summary>
    public static FormationSummary Nothing(FormationRunOptions options, long deadlineMisses) =>
        Summarise(options, [], options.InProcess ? "in-process" : "mqtt", null, "none", deadlineMisses, null);

    /// <param name="transport">mqtt or in-process.</param>
    /// <param name="broker">host:port; null in process.</param>
    /// <param name="secondTick">First tick of the second version; null where there was none.</param>
    public FormationSummary Summarise(string transport, string? broker, string client, long deadlineMisses, uint? secondTick) =>
        Summarise(options, records, transport, broker, client, deadlineMisses, secondTick) with
        {
            RoundsTotal = Negotiation.RoundsTotal,
            RoundsIncomplete = Negotiation.RoundsIncomplete,
            MessagesTotal = session.MessagesSent + session.MessagesReceived,
            Turnout = Recorder.Turnout(options.Periods),
        };

    private static FormationSummary Summarise(
        FormationRunOptions options, List<PeriodRecord> records, string transport, string? broker, string client, long deadlineMisses,
        uint? secondTick)
    {
        var figures = FormationFigures.Of(records, secondTick);
        return new FormationSummary
        {
            Rovers = options.Rovers.Count,
            Transport = transport,
            Broker = broker,
            Client = client,
            Periods = records.Count,
            Turnout = new Turnout([], "periods"),
            PeriodS = options.PeriodS,
            RoundsPerPeriod = options.RoundsPerPeriod,
            DeadlineMisses = deadlineMisses,
            MeanOverPeriods = figures.Window,
            StageCostMeanV1 = figures.CostV1,
            StageCostMeanV2 = figures.CostV2,
            CouplingErrorAbsMeanMV1 = figures.ErrorV1,
            CouplingErrorAbsMeanMV2 = figures.ErrorV2,
            ParameterVersion = figures.Version,
            ActivationTickSpread = figures.ActivationSpread,
        };
    }

    public void Dispose()
    {
        Learning?.Dispose();
        Mission.Dispose();
    }
}
