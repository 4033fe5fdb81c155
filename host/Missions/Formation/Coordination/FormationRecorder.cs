using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Formation.Coordination;

/// <summary>
/// Puts the rovers' telemetry of one tick together into a <see cref="PeriodRecord"/>. A record is complete when every rover's frame has
/// come; a rover whose frame is lost or late is recorded with what it last said once the fleet is two ticks on.
/// </summary>
public sealed class FormationRecorder
{
    private const uint Patience = 2;

    private readonly FleetSession session;
    private readonly FormationScenario scenario;
    private readonly FormationNegotiation negotiation;
    private readonly string[] rovers;
    private readonly double periodS;
    private readonly SortedDictionary<uint, Pending> pending = [];
    private readonly RoverRecord[] last;
    private readonly TurnoutCount count = new();
    private readonly int rounds;
    private long incompleteBefore;
    private uint done;

    public FormationRecorder(
        FleetSession session, FormationScenario scenario, FormationNegotiation negotiation, IReadOnlyList<string> rovers, double periodS)
    {
        this.session = session;
        this.scenario = scenario;
        this.negotiation = negotiation;
        this.rovers = [.. rovers];
        this.periodS = periodS;
        rounds = negotiation.RoundsPerPeriod;
        last = [.. rovers.Select((name, i) => new RoverRecord(
            name, "unknown", 0, new double[scenario.Agents[i].StateCount], new double[scenario.Agents[i].InputCount], "none", 0, 0, 0))];
        session.TelemetryReceived += OnTelemetry;
        negotiation.PeriodEnded += OnPeriodEnded;
    }

    /// <summary>Records come in the order of their ticks.</summary>
    public event Action<PeriodRecord>? Recorded;

    /// <summary>Who drove.</summary>
    /// <param name="wanted">Periods that the run was to have.</param>
    public Turnout Turnout(int wanted) =>
        count.Total(rovers, wanted, rover => session.PlanCheck?.IsLeftOut(rover) == true ? "left out" : null);

    /// <summary>Gives out what is incomplete: the run is over.</summary>
    public void Flush()
    {
        foreach (var (tick, entry) in pending.ToArray())
            Emit(tick, entry);
    }

    private void OnPeriodEnded(uint tick)
    {
        var entry = At(tick);
        if (entry is null)
            return;
        entry.Rounds = negotiation.LastRounds;
        entry.Residual = negotiation.Residual;
        entry.Multipliers = negotiation.FirstStageMultipliers();
        entry.AllMultipliers = [.. negotiation.Negotiator.Multipliers];
        if (negotiation.RoundsIncomplete != incompleteBefore || entry.Rounds < rounds)
            entry.Gap ??= "a round went on without a rover";
        incompleteBefore = negotiation.RoundsIncomplete;
        EmitReady();
    }

    private void OnTelemetry(string rover, TelemetryFrame frame)
    {
        var index = Array.IndexOf(rovers, rover);
        if (index < 0 || frame.StateCount != scenario.Agents[index].StateCount || frame.InputCount != scenario.Agents[index].InputCount)
            return;
        if (frame.Tick < negotiation.FirstTick || At(frame.Tick) is not { } entry)
            return;

        var presence = session.Roster[rover];
        entry.Rovers[index] = last[index] = new RoverRecord(
            rover,
            RoverPresence.NameOf(frame.Mode),
            presence.ParameterVersion,
            frame.State[..frame.StateCount],
            frame.Input[..frame.InputCount],
            frame.Status.ToString().ToLowerInvariant(),
            FormationTelemetry.Iterations(frame),
            frame.SolveUs,
            presence.MissedDeadlines);
        if (frame.Mode is not (RoverMode.Running or RoverMode.Degraded) || frame.Action != SafetyAction.Continue
            || frame.Status != QpStatus.Solved || frame.Rounds < rounds || presence.Tick != frame.Tick)
            entry.Gap ??= $"{rover} did not drive by what was negotiated";
        EmitReady();
    }

    private Pending? At(uint tick)
    {
        if (tick <= done)
            return null;
        if (!pending.TryGetValue(tick, out var entry))
            pending.Add(tick, entry = new Pending(rovers.Length));
        return entry;
    }

    private void EmitReady()
    {
        while (pending.Count > 0)
        {
            var (tick, entry) = pending.First();
            var newest = pending.Keys.Last();
            var complete = entry.Rounds >= 0 && entry.Rovers.All(r => r is not null);
            if (!complete && newest - tick < Patience)
                return;
            Emit(tick, entry);
        }
    }

    private void Emit(uint tick, Pending entry)
    {
        pending.Remove(tick);
        done = tick;
        var records = entry.Rovers.Select((r, i) => r ?? last[i]).ToArray();
        count.BeginPeriod();
        for (var i = 0; i < rovers.Length; i++)
            count.Note(rovers[i], entry.Rovers[i]?.Mode is "running" or "degraded", records[i].Mode);
        double[][] states = [.. records.Select(r => r.State)];
        double[][] inputs = [.. records.Select(r => r.Input)];
        Recorded?.Invoke(new PeriodRecord(
            (int)tick,
            tick * periodS,
            scenario.StageCost(states, inputs),
            scenario.CouplingError(states),
            Math.Max(entry.Rounds, 0),
            entry.Residual,
            entry.Multipliers,
            records)
        {
            AllMultipliers = entry.AllMultipliers,
            Gap = entry.Gap ?? GapOf(entry),
        });
    }

    private string? GapOf(Pending entry)
    {
        var silent = Array.FindIndex(entry.Rovers, rover => rover is null);
        if (silent >= 0)
            return $"nothing from {rovers[silent]}";
        if (entry.Rounds < 0)
            return "its negotiation never ended";
        return entry.Rovers.Select(rover => rover!.ParameterVersion).Distinct().Count() > 1 ? "rovers drove with different versions" : null;
    }

    private sealed class Pending(int count)
    {
        public RoverRecord?[] Rovers { get; } = new RoverRecord?[count];

        public int Rounds { get; set; } = -1;

        public double Residual { get; set; } = double.NaN;

        public double[] Multipliers { get; set; } = [];

        public double[] AllMultipliers { get; set; } = [];

        public string? Gap { get; set; }
    }
}
