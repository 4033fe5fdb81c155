using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Learning;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>Coordinates a formation of rovers that are out there, in real time: the same mission as <see cref="FormationRun"/>, without
/// their bodies.</summary>
/// <param name="learner">Learns while they drive; null: nobody does.</param>
/// <param name="leastVersion">The first set's number is this or above.</param>
public sealed class LiveFormation(FleetFile fleet, FormationRunOptions options, LiveLearner? learner = null, uint leastVersion = 1)
    : IFleetRun<PeriodRecord, FormationSummary>
{
    // Periods between a push at half time and the tick of its activation.
    private const uint LeadTicks = 20;

    private FormationSummary soFar = FormationDrive.Nothing(options, 0);

    public event Action<PeriodRecord>? PeriodDone;

    public event Action<string>? Said;

    /// <summary>Learning began: what is done with it can be listened to.</summary>
    public event Action<FormationLearning>? LearningBegan;

    /// <inheritdoc/>
    /// <exception cref="MaeException">A rover is in emergency stop or refused its set, or they did not all come up, take the parameters and
    /// arm within the start timeout, or drove too few periods in the time that those take.</exception>
    public FormationSummary Execute(CancellationToken cancel)
    {
        using var link = FleetLink.Connect(fleet, "run", options.StartTimeout, options.Client, commands: true);
        var session = link.Session;
        LiveFleet.Gather(link, [.. options.Rovers], options.Rovers.Count, options.StartTimeout, cancel);
        var version = Math.Max(leastVersion, FleetVersions.Next(session, options.Rovers));
        using var drive = new FormationDrive(options, session, record => PeriodDone?.Invoke(record), learner, version);
        var (mission, records) = (drive.Mission, drive.Records);
        drive.Tell(text => Said?.Invoke(text));
        if (drive.Learning is not null)
            LearningBegan?.Invoke(drive.Learning);

        uint? second = null;
        FormationSummary Summarise() => drive.Summarise(
            "mqtt", fleet.Broker.Address, LinkFactory.Choose(options.Client).Description,
            session.Roster.Values.Sum(rover => (long)rover.MissedDeadlines), second is > 0 ? second : null) with
        { Doubles = LiveFleet.Doubles(session, options.Rovers) };
        try
        {
            int BytesFor(string name) => mission.Rollout.Targets.First(target => target.Rover == name).Set.Length;
            RefusedSets.CheckSize(session, options.Rovers, BytesFor, "Lower horizon in the fleet file.");
            LiveFleet.Start(link, mission, FormationSetup.Needs, options.StartTimeout, cancel);
            var limit = TimeSpan.FromSeconds((options.Periods * options.PeriodS * 1.5) + 10);
            var complete = link.Listen(() => records.Count >= options.Periods, limit, cancel, nowUs =>
            {
                mission.Poll(nowUs);
                drive.Learning?.Poll(nowUs, LeadTicks);
                // One that does not drive holds nobody up.
                RefusedSets.Check(mission.Refusals.Where(refusal => session.Roster[refusal.Rover].IsDriving), FormationSetup.Needs);
                if (!options.PushSecondVersion || records.Count < options.Periods / 2)
                    return;
                if (second is null)
                {
                    var next = mission.Rollout.Version + 1;
                    mission.Push(next, FormationSetup.SecondSets(options, next), nowUs);
                    second = 0;
                }
                else if (second == 0 && mission.Rollout.AllStaged)
                {
                    second = mission.Negotiation.Tick + LeadTicks;
                    mission.Rollout.ActivateAt(second.Value, nowUs);
                }
            });
            if (!complete)
                throw TurnoutJson.CutShort(drive.Recorder.Turnout(options.Periods), records.Count, options.Periods, limit);
        }
        finally
        {
            // Before the link goes: what it knows is gone with it.
            soFar = Summarise();
            mission.Stop();
            link.Listen(() => false, TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        return soFar = Summarise();
    }

    public FormationSummary SoFar() => soFar;
}
