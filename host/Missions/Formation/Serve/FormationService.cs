using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Run;

namespace MultiAgentEdge.Host.Missions.Formation.Serve;

/// <summary>
/// Coordinates a formation for as long as it is asked to: what many fleets in one process, and a fleet that changes hosts, need. It keeps
/// no records, so that its memory stays the same however long it runs. A fleet that drives already is taken over where it is, and left
/// driving where another is to take it over.
/// </summary>
/// <param name="fleet">With a broker and distances to keep.</param>
/// <param name="verb">For the fleet's lease and the client's name.</param>
public sealed class FormationService(FleetFile fleet, string verb)
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromMilliseconds(200);

    // Of a fleet that drives: its retained words are here within this time, its next period too.
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StatusEvery = TimeSpan.FromMilliseconds(200);

    private volatile ServiceStatus status = ServiceStatus.Nothing with { Rovers = fleet.Rovers.Count };

    /// <summary>Safe to read from any thread.</summary>
    public ServiceStatus Status => status;

    /// <summary>Something worth telling a person; called by the coordinator's own thread.</summary>
    public event Action<string>? Said;

    /// <summary>Coordinates on the calling thread until it is told to end.</summary>
    /// <param name="stop">The rovers are disarmed.</param>
    /// <param name="leave">The rovers drive on, for another host to take over.</param>
    /// <exception cref="MaeException">MAE508, MAE509 another host commands the fleet; MAE543 a rover refused its set; MAE502 one is in
    /// emergency stop; MAE503 they did not all come in time.</exception>
    /// <exception cref="Messaging.MessagingException">The broker cannot be reached or refuses.</exception>
    public void Run(CancellationToken stop, CancellationToken leave)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, leave);
        try
        {
            Coordinate(end.Token, stop);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        finally
        {
            status = status with { Phase = "ended", Waiting = "" };
        }
    }

    private void Coordinate(CancellationToken end, CancellationToken stop)
    {
        var options = FleetScenario.Options(fleet);
        string[] names = [.. options.Rovers];
        using var link = FleetLink.Connect(fleet, verb, StartLimit, commands: true);
        var session = link.Session;
        link.Listen(() => names.All(name => LiveFleet.IsThere(session, name) && session.Roster[name].IsSettled), LookLimit, end);
        var driven = Driven(session, names, options);
        if (driven is null)
            LiveFleet.Gather(link, names, names.Length, StartLimit, end);
        var version = driven ?? FleetVersions.Next(session, names);
        session.PlanCheck = new PlanCheck(options.Scenario, options.Rovers);
        var negotiation = FormationSetup.Negotiation(options, session);
        var sets = FormationSetup.ParameterSets(options, Worlds.FormationScenario.ImperfectModel, version);
        using var mission = new FormationMission(
            session, negotiation, options.Rovers, new ParameterRollout(session, version, sets, options.Keys)) {
                Adopts = driven is not null };
        mission.Said += text => Said?.Invoke(text);
        try
        {
            RefusedSets.CheckSize(session, options.Rovers, name => sets[name].Length, "Lower horizon in the fleet file.");
            LiveFleet.Start(link, mission, FormationSetup.Needs, StartLimit, end);
            var noted = TimeSpan.Zero;
            link.Listen(() => false, Timeout.InfiniteTimeSpan, end, nowUs =>
            {
                mission.Poll(nowUs);
                var now = TimeSpan.FromMicroseconds(nowUs);
                if (now - noted < StatusEvery)
                    return;
                noted = now;
                Note(session, mission, names);
            });
        }
        finally
        {
            if (stop.IsCancellationRequested)
            {
                mission.Stop();
                link.Listen(() => false, Goodbye, CancellationToken.None);
            }
        }
    }

    /// <summary>The version that the fleet drives with, of this very fleet file; null where it does not drive, or with something
    /// else.</summary>
    private static uint? Driven(FleetSession session, string[] names, FormationRunOptions options)
    {
        var driving = names.Where(name => session.Roster.GetValueOrDefault(name)?.IsDriving == true).ToList();
        if (driving.Count == 0)
            return null;
        var version = driving.Select(name => session.Roster[name].ParameterVersion).GroupBy(one => one).MaxBy(group => group.Count())!.Key;
        if (version == 0)
            return null;
        var sets = FormationSetup.ParameterSets(options, Worlds.FormationScenario.ImperfectModel, version);
        return driving.Any(name => session.Roster[name].Reported is { } reported && reported.ActiveVersion == version
            && reported.ActiveCrc == Crc(sets[name]))
            ? version
            : null;
    }

    private static uint Crc(byte[] set)
    {
        var parsed = new Parameters.ParameterSet();
        parsed.TryParse(set, set.Length);
        return parsed.Crc;
    }

    private void Note(FleetSession session, FormationMission mission, string[] names)
    {
        var driving = 0;
        var misses = 0L;
        foreach (var name in names)
        {
            if (session.Roster.GetValueOrDefault(name) is not { } rover)
                continue;
            driving += rover.IsDriving ? 1 : 0;
            misses += rover.MissedDeadlines;
        }

        var negotiation = mission.Negotiation;
        status = new ServiceStatus(
            mission.Phase.ToString().ToLowerInvariant(), mission.Waiting, negotiation.Tick, mission.Rollout.Version, names.Length, driving,
            misses, negotiation.RoundsTotal, negotiation.RoundsIncomplete, session.MessagesSent + session.MessagesReceived,
            mission.AdoptedAt);
    }
}
