using MultiAgentEdge.Host.Cli.Fleet;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Cli.Formation;

/// <summary>Coordinates a formation of rovers that are out there, in real time: the same mission as <see cref="FormationRun"/>, without their bodies.</summary>
public static class LiveFormation
{
    // Periods between a push at half time and the tick of its activation.
    private const uint LeadTicks = 20;

    /// <param name="learner">Learns while they drive; null: nobody does.</param>
    /// <param name="leastVersion">The first set's number is this or above.</param>
    /// <param name="began">Learning began.</param>
    /// <exception cref="TimeoutException">The rovers did not all come up, take the parameters and arm within the start timeout.</exception>
    public static FormationSummary Run(
        FleetFile fleet, FormationRunOptions options, Action<PeriodRecord> done, Action<string> say, CancellationToken cancellation,
        LiveLearner? learner = null, uint leastVersion = 1, Action<FormationLearning>? began = null)
    {
        using var link = FleetLink.Connect(fleet, "run", options.StartTimeout, options.Client);
        var session = link.Session;
        link.Listen(() => options.Rovers.All(name => session.Roster.GetValueOrDefault(name)?.Reported is not null), TimeSpan.FromSeconds(1.5), cancellation);
        var version = Math.Max(leastVersion, 1 + session.Roster.Values.Select(rover => Math.Max(rover.ParameterVersion, rover.Reported?.Version ?? 0)).DefaultIfEmpty(0u).Max());
        var negotiation = FormationSetup.Negotiation(options, session);
        var first = learner is null
            ? FormationSetup.ParameterSets(options, 1, version)
            : FormationSetup.ParameterSets(options, agent => learner.ParametersOf(agent, learner.PresentTheta), version);
        using var mission = new FormationMission(session, negotiation, options.Rovers, new ParameterRollout(session, version, first, options.Keys));
        mission.Said += say;
        var records = new List<PeriodRecord>();
        var recorder = new FormationRecorder(session, options.Scenario, negotiation, options.Rovers, options.PeriodS);
        recorder.Recorded += record =>
        {
            records.Add(record);
            done(record);
        };
        using var learning = learner is null ? null : new FormationLearning(options, session, mission, recorder, learner, version);
        if (learning is not null)
        {
            learning.Said += say;
            began?.Invoke(learning);
        }

        uint? second = null;
        try
        {
            if (!link.Listen(() => mission.Phase == MissionPhase.Running, options.StartTimeout, cancellation, mission.Poll))
                throw new TimeoutException($"Still waiting for {mission.Waiting} after {options.StartTimeout.TotalSeconds:0} s.");
            var limit = TimeSpan.FromSeconds((options.Periods * options.PeriodS * 1.5) + 10);
            var complete = link.Listen(() => records.Count >= options.Periods, limit, cancellation, nowUs =>
            {
                mission.Poll(nowUs);
                learning?.Poll(nowUs, LeadTicks);
                if (!options.PushSecondVersion || records.Count < options.Periods / 2)
                    return;
                if (second is null)
                {
                    mission.Push(version + 1, FormationSetup.SecondSets(options, version + 1), nowUs);
                    second = 0;
                }
                else if (second == 0 && mission.Rollout.AllStaged)
                {
                    second = negotiation.Tick + LeadTicks;
                    mission.Rollout.ActivateAt(second.Value, nowUs);
                }
            });
            if (!complete)
                throw new TimeoutException($"Only {records.Count} of {options.Periods} periods were driven in {limit.TotalSeconds:0} s.");
        }
        finally
        {
            mission.Stop();
            link.Listen(() => false, TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        var figures = FormationFigures.Of(records, second is > 0 ? second : null);
        return new FormationSummary
        {
            Rovers = options.Rovers.Count,
            Transport = "mqtt",
            Broker = $"{fleet.Broker.Host}:{fleet.Broker.Port}",
            Client = LinkFactory.Choose(options.Client).Description,
            Periods = records.Count,
            PeriodS = options.PeriodS,
            RoundsPerPeriod = options.RoundsPerPeriod,
            RoundsTotal = negotiation.RoundsTotal,
            RoundsIncomplete = negotiation.RoundsIncomplete,
            DeadlineMisses = session.Roster.Values.Sum(rover => (long)rover.MissedDeadlines),
            MessagesTotal = session.MessagesSent + session.MessagesReceived,
            MeanOverPeriods = figures.Window,
            StageCostMeanV1 = figures.CostV1,
            StageCostMeanV2 = figures.CostV2,
            CouplingErrorAbsMeanMV1 = figures.ErrorV1,
            CouplingErrorAbsMeanMV2 = figures.ErrorV2,
            ParameterVersion = figures.Version,
            ActivationTickSpread = figures.ActivationSpread,
        };
    }
}
