using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Formation.Coordination;

/// <summary>
/// Negotiates the coupling multipliers period by period, (7) of paper S1 in the chosen mode: waits for every driving rover's plan of a
/// round, updates the multipliers once, answers each rover with its price. A rover that stays away is waited for once a round, and after
/// three periods not at all until it plans again. A plan that was made at an old price is no answer: it counts as none, and whoever gave no
/// answer for three periods is left out, so that a host or a network that was frozen goes on from no price at all.
/// </summary>
public sealed class FormationNegotiation
{
    private const int MissedPeriodsToDrop = 3;
    private const int MaxInputs = 16;

    private readonly int coupledRows;
    private readonly int missedRoundsToDrop;
    private readonly FleetSession session;
    private readonly Negotiator negotiator;
    private readonly string[] rovers;
    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private readonly bool[] planned;
    private readonly int[] missed;
    private readonly uint[] answeredTick;
    private readonly int[] planRound;
    private readonly bool[] done;
    private readonly bool[] late;
    private readonly double[] price;
    private readonly double[] errorM;
    private readonly DualFrame dual;
    private readonly int rounds;
    private readonly long roundTimeoutUs;
    private uint tick;
    private int round;
    private bool open;
    private int missing;
    private long waitingSinceUs;

    /// <param name="rounds">Rounds in each period, at least 1.</param>
    /// <param name="roundTimeoutUs">Longest wait for the plans of one round, microseconds.</param>
    public FormationNegotiation(
        FleetSession session, Negotiator negotiator, CouplingProblem problem, IReadOnlyList<string> rovers, int rounds, long roundTimeoutUs)
    {
        coupledRows = problem.RowCount;
        var priceCount = problem.StageCount * problem.OutputCount;
        this.session = session;
        this.negotiator = negotiator;
        this.rovers = [.. rovers];
        this.rounds = rounds;
        missedRoundsToDrop = MissedPeriodsToDrop * rounds;
        this.roundTimeoutUs = roundTimeoutUs;
        for (var i = 0; i < rovers.Count; i++)
            index.Add(rovers[i], i);
        planned = new bool[rovers.Count];
        missed = new int[rovers.Count];
        answeredTick = new uint[rovers.Count];
        planRound = new int[rovers.Count];
        done = new bool[rovers.Count];
        late = new bool[rovers.Count];
        price = new double[priceCount];
        errorM = new double[rovers.Count];
        dual = new DualFrame(priceCount, MaxInputs);
        session.PlanReceived += OnPlan;
    }

    /// <summary>The present control period.</summary>
    public uint Tick => tick;

    /// <summary>First tick of the mission; uint.MaxValue before it began.</summary>
    public uint FirstTick { get; private set; } = uint.MaxValue;

    public int RoundsPerPeriod => rounds;

    public long RoundsTotal { get; private set; }

    /// <summary>Rounds that went on without a rover that should have been there.</summary>
    public long RoundsIncomplete { get; private set; }

    /// <summary>Residual after the last round of the last period.</summary>
    public double Residual { get; private set; }

    /// <summary>Rounds of the last completed period.</summary>
    public int LastRounds { get; private set; }

    public Negotiator Negotiator => negotiator;

    /// <summary>What rovers are asked to add to their inputs, one vector a rover, read when the last round of a period closes; null:
    /// nothing.</summary>
    public double[][]? Probe { get; set; }

    /// <summary>Says with every price how far along its path the fleet is; outputs are then x and y of errors. Null: there is no
    /// path.</summary>
    public PaceMaker? Pace { get; init; }

    /// <summary>Multipliers of stage 1, one per coupling row.</summary>
    public double[] FirstStageMultipliers() => negotiator.Multipliers[..coupledRows];

    /// <summary>The first rover planned for a new period: its tick.</summary>
    public event Action<uint>? PeriodBegan;

    /// <summary>A period ended: its tick. Multipliers and residual are those of its last round.</summary>
    public event Action<uint>? PeriodEnded;

    /// <summary>Numbers periods from here on; the next plan belongs to it or to a later one.</summary>
    public void BeginAt(uint firstTick)
    {
        FirstTick = firstTick;
        tick = firstTick - 1;
        open = false;
        Array.Fill(answeredTick, tick);
    }

    /// <summary>A rover was told to start: the present period waits for its first plan.</summary>
    public void Expect(string rover)
    {
        if (index.TryGetValue(rover, out var agent))
            missed[agent] = 0;
    }

    public void Poll(long now)
    {
        if (open && now - waitingSinceUs > roundTimeoutUs)
            CloseRound(complete: false);
    }

    private void OnPlan(string rover, PlanFrame plan)
    {
        if (!index.TryGetValue(rover, out var agent) || plan.OutputCount != price.Length)
            return;

        var ahead = plan.Tick - tick;
        if (ahead is > 0 and < 0x80000000u)
            BeginPeriod(plan.Tick);
        negotiator.Follow(agent, plan.Outputs);
        if (plan.Tick != tick)
        {
            // Behind the fleet: its price with the fleet's tick lets it join at once.
            SendPrice(agent, round);
            return;
        }

        planRound[agent] = plan.Round;
        if (plan.HasOldPrice)
        {
            // No answer; the price of now lets it give one in this period still, where there is another round. It is there, though: from
            // now on it is waited for, whoever's words are faster.
            var answered = Math.Min(Math.Max(round, plan.Round), rounds - 1);
            SendPrice(agent, answered);
            missed[agent] = 0;
            done[agent] |= open && answered + 1 >= rounds;
            if (open && AllPlanned())
                CloseRound(complete: true);
            return;
        }

        if (!open || plan.Round < round - 1)
        {
            // Too late to count: it moves no price, and is no answer. Its sender goes on with the price of now, and is told the next period
            // when it begins, so that it comes into step at once.
            late[agent] = true;
            SendPrice(agent, rounds - 1);
            return;
        }

        // In time for this round but not for its own: it lags, and is told as well.
        late[agent] = plan.Round < round;
        negotiator.Join(agent);
        missed[agent] = 0;
        answeredTick[agent] = tick;

        negotiator.SetOutputs(agent, plan.Outputs);
        if (plan.SensitivityCount > 0)
            negotiator.SetSensitivity(agent, plan.Sensitivity);
        errorM[agent] = Pace is null ? 0 : Math.Sqrt((plan.Outputs[0] * plan.Outputs[0]) + (plan.Outputs[1] * plan.Outputs[1]));
        planned[agent] = true;
        if (AllPlanned())
            CloseRound(complete: true);
    }

    private void BeginPeriod(uint newTick)
    {
        if (open)
        {
            DecidePace();
            EndPeriod();
        }

        tick = newTick;
        round = 0;
        open = true;
        waitingSinceUs = session.NowUs;
        Array.Clear(planned);
        Array.Clear(planRound);
        Array.Clear(done);
        Array.Clear(errorM);
        for (var i = 0; i < rovers.Length; i++)
        {
            if (tick - answeredTick[i] > MissedPeriodsToDrop)
                negotiator.Drop(i);
        }

        negotiator.BeginPeriod(shift: false);
        PeriodBegan?.Invoke(tick);
        for (var i = 0; i < rovers.Length; i++)
        {
            if (late[i])
                SendPrice(i, 0);
            late[i] = false;
        }
    }

    // Asked at every plan: whoever was missing last is most likely missing still.
    private bool AllPlanned()
    {
        if (IsMissing(missing))
            return false;
        for (var i = 0; i < rovers.Length; i++)
        {
            if (IsMissing(i))
            {
                missing = i;
                return false;
            }
        }

        return true;
    }

    private bool IsMissing(int agent) => !planned[agent] && !done[agent] && IsExpected(agent);

    private bool IsExpected(int agent) =>
        missed[agent] < missedRoundsToDrop
        && session.Roster.TryGetValue(rovers[agent], out var rover)
        && rover.Mode is RoverMode.Running or RoverMode.Degraded or RoverMode.Armed;

    private void CloseRound(bool complete)
    {
        for (var i = 0; i < rovers.Length; i++)
        {
            if (planned[i] || done[i] || missed[i] >= missedRoundsToDrop)
                continue;
            if (++missed[i] >= missedRoundsToDrop || !IsExpected(i))
                negotiator.Drop(i);
        }

        RoundsIncomplete += complete ? 0 : 1;
        Residual = negotiator.Update();
        RoundsTotal++;
        if (round + 1 >= rounds)
            DecidePace();
        for (var i = 0; i < rovers.Length; i++)
        {
            if (!planned[i])
                continue;
            // One that was told a price between two rounds is a round ahead of the others.
            var answer = Math.Max(round, planRound[i]);
            SendPrice(i, answer);
            done[i] = answer + 1 >= rounds;
        }

        round++;
        waitingSinceUs = session.NowUs;
        Array.Clear(planned);
        if (round >= rounds)
            EndPeriod();
    }

    // By who planned in this period: one that is away is waited for by nobody.
    private void DecidePace() => Pace?.Decide(tick, errorM.Max());

    private void SendPrice(int agent, int answer)
    {
        negotiator.CopyPrice(agent, price);
        dual.Tick = tick;
        dual.Round = answer;
        dual.Rounds = rounds;
        var isLast = answer + 1 >= rounds;
        dual.Flags = (isLast ? DualFrame.LastOfPeriod : 0) | (negotiator.IsAlone(agent) ? DualFrame.Alone : 0);
        dual.PriceCount = price.Length;
        Array.Copy(price, dual.Price, price.Length);
        dual.ProbeCount = 0;
        if (Probe is { } probe && isLast)
        {
            dual.ProbeCount = probe[agent].Length;
            probe[agent].CopyTo(dual.Probe, 0);
        }

        dual.HasPace = Pace is not null;
        Pace?.Pace.Write(dual.Pace);
        session.Send(rovers[agent], Topics.Dual, FrameKind.Dual, dual.Write);
    }

    private void EndPeriod()
    {
        open = false;
        LastRounds = round;
        PeriodEnded?.Invoke(tick);
    }
}
