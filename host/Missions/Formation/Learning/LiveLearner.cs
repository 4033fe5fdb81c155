using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>
/// Cooperative Q-learning of paper S1 from rovers that drive: what they publish of each control period becomes experience for
/// <see cref="FormationLearner"/>. Says what they shall try, when which parameters are to be pushed, and which push is to be taken back. It
/// knows no wire, no clock and no plant. Same records, same bits. Q-learning is off-policy, and that is used: V, Q and the gradient are
/// those of the present theta, which is up to one push ahead of the set that the rovers act with. With theta held between pushes the
/// normalised steps of one batch add up to many times what a single step corrects.
/// </summary>
public sealed class LiveLearner
{
    // Records come a few periods after their probe was drawn.
    private const int ProbesKept = 16;

    private readonly LiveLearnerOptions options;
    private readonly FormationScenario scenario;
    private readonly FormationLearner learner;
    private readonly PushGuard guard;
    private readonly Xoshiro256 random;
    private readonly SortedDictionary<string, int> skippedBecause = new(StringComparer.Ordinal);
    private PeriodRecord? last;
    private int sincePush;
    private int settle;
    private readonly double[][][] probes;
    private long startedAt;
    private long begun;

    public LiveLearner(FormationScenario scenario, LiveLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        this.scenario = scenario;
        this.options = options;
        learner = new FormationLearner(scenario, options);
        guard = new PushGuard(learner.Theta, options.RollbackStandardErrors, options.RollbackTolerance, options.DivergenceFactor);
        random = new Xoshiro256(~options.Seed);
        probes = [.. Enumerable.Range(0, ProbesKept).Select(_ => scenario.Agents.Select(agent => new double[agent.InputCount]).ToArray())];
        Probe = [.. scenario.Agents.Select(agent => new double[agent.InputCount])];
        settle = options.SettlePeriods;
    }

    /// <summary>theta now, one vector an agent, as change from the start.</summary>
    public double[][] Theta => learner.Theta;

    public IReadOnlyList<Theta> Maps => learner.Maps;

    /// <summary>The best theta that the rovers have driven with, by measured cost.</summary>
    public IReadOnlyList<double[]> BestTheta => guard.Best;

    /// <summary>What the rovers drive with, as far as they were told.</summary>
    public IReadOnlyList<double[]> PresentTheta => guard.Driven;

    public PushGuard Guard => guard;

    /// <summary>Transitions learned from.</summary>
    public int Samples => learner.Samples;

    /// <summary>Periods that were no experience: a rover was missing, stopped, or drove with another version.</summary>
    public int Skipped { get; private set; }

    /// <summary>Why, and how often, since this program began.</summary>
    public IReadOnlyDictionary<string, int> SkippedBecause => skippedBecause;

    /// <summary>Periods observed.</summary>
    public int Periods { get; private set; }

    public double TdError => learner.TdError;

    public double ActionValue => learner.ActionValue;

    public double Value => learner.Value;

    /// <summary>What the rovers shall add to their inputs in this period, one vector an agent.</summary>
    public double[][] Probe { get; }

    /// <summary>What learns, without the rovers.</summary>
    public FormationLearner Learner => learner;

    /// <summary>One transition was learned from.</summary>
    public event Action<FormationTransition>? Learned;

    /// <summary>Draws the probe of a new period.</summary>
    public void DrawProbe(uint tick)
    {
        begun = Math.Max(begun, startedAt + tick);
        var sigma = options.ExplorationFirst
            + ((options.ExplorationLast - options.ExplorationFirst) * Math.Clamp((double)begun / options.Samples, 0.0, 1.0));
        for (var i = 0; i < Probe.Length; i++)
        {
            for (var j = 0; j < Probe[i].Length; j++)
                probes[tick % ProbesKept][i][j] = Probe[i][j] = sigma * random.NextGaussian();
        }
    }

    /// <summary>One period of the fleet, in the order of their ticks.</summary>
    public void Observe(PeriodRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Periods++;
        sincePush++;
        var before = last;
        last = record;
        if (record.Gap is not null)
        {
            settle = options.SettlePeriods;
            guard.Interrupt();
        }
        else if (settle > 0)
            settle--;
        else
            guard.Add(record.StageCost);

        if (before is null)
            return;
        if (before.Gap is not null || record.Gap is not null || record.Tick != before.Tick + 1)
        {
            Skipped++;
            var why = record.Gap ?? before.Gap ?? "a period is missing";
            skippedBecause[why] = skippedBecause.GetValueOrDefault(why) + 1;
            return;
        }

        var transition = new FormationTransition
        {
            States = [.. before.Rovers.Select(rover => rover.State)],
            Inputs = [.. before.Rovers.Select(rover => rover.Input)],
            PlannedInputs = PlannedInputs(before),
            Multipliers = before.AllMultipliers,
            NextStates = [.. record.Rovers.Select(rover => rover.State)],
            NextMultipliers = record.AllMultipliers,
            StageCost = before.StageCost,
        };
        learner.Learn(transition);
        Learned?.Invoke(transition);
    }

    /// <summary>What is to be pushed after the last observed period; null: nothing. Ask at every period, and not while a push is on its
    /// way.</summary>
    public PushOrder? Next()
    {
        if (guard.MustGoBack())
        {
            var why = FormattableString.Invariant($"measured stage cost {guard.PresentCost:0.000} against {guard.BestCost:0.000}");
            learner.Take(guard.Best);
            sincePush = 0;
            return new PushOrder(Copy(guard.Best), IsRollback: true, why);
        }

        if (sincePush < options.PushEvery || !guard.IsMeasured)
            return null;
        guard.Accept();
        sincePush = 0;
        return new PushOrder(Copy(learner.Theta), IsRollback: false, FormattableString.Invariant($"after {Samples} samples"));
    }

    /// <summary>All rovers drive with this from now on.</summary>
    public void Activated(PushOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        guard.Present(order.Theta);
        settle = options.SettlePeriods;
    }

    /// <summary>An agent's local problem with a theta in it; its coupling weight is the negotiator's to set.</summary>
    public MpcParameters ParametersOf(int agent, IReadOnlyList<double[]> theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        var parameters = scenario.ParametersFor(agent, FormationScenario.ImperfectModel);
        Maps[agent].Apply(theta[agent], parameters);
        return parameters;
    }

    /// <summary>Everything that the next periods depend on; not the records that are on their way.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        learner.Settle();
        learner.Save(writer);
        guard.Save(writer);
        writer.WriteRandom(random);
        writer.Write(begun);
        writer.Write(Periods);
        writer.Write(Skipped);
    }

    /// <summary>Goes on from <see cref="Save"/>: fleet and ticks begin anew, so what follows is first settled, and no period is
    /// continued.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        learner.Load(reader);
        guard.Load(reader);
        reader.ReadRandom(random);
        startedAt = begun = reader.ReadInt64();
        Periods = reader.ReadInt32();
        Skipped = reader.ReadInt32();
        last = null;
        sincePush = 0;
        settle = options.SettlePeriods;
    }

    // Where the box cut the probe off, what is left is nearest to the plan.
    private double[][] PlannedInputs(PeriodRecord record)
    {
        var probe = probes[record.Tick % ProbesKept];
        return [.. record.Rovers.Select((rover, i) => rover.Input.Select((u, j) =>
            Math.Clamp(u - probe[i][j], scenario.Agents[i].InputLower[j], scenario.Agents[i].InputUpper[j])).ToArray())];
    }

    private static double[][] Copy(IReadOnlyList<double[]> theta) => [.. theta.Select(vector => vector.ToArray())];
}
