using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>
/// Judges pushed parameters by the cost that the rovers drive with, nothing else: there is no model of the plants to try them on. Keeps the
/// best set that was driven; one that costs significantly more is to be rolled back to it.
/// </summary>
public sealed class PushGuard
{
    /// <summary>Batches before a set is judged by its mean.</summary>
    public const int BatchesToJudge = 4;

    private readonly double standardErrors;
    private readonly double tolerance;
    private readonly double divergenceFactor;
    private readonly double[][] best;
    private readonly double[][] present;
    private MeasuredCost bestCost = new();
    private MeasuredCost presentCost;

    /// <param name="start">theta that the rovers drive with first.</param>
    /// <param name="standardErrors">How many standard errors of the difference make worse significant, above 0.</param>
    /// <param name="tolerance">And it must be this share of the best cost: learning that wanders a little is not taken back, 0 or
    /// more.</param>
    /// <param name="divergenceFactor">A single batch above this many times the best mean is enough, above 1.</param>
    public PushGuard(IReadOnlyList<double[]> start, double standardErrors, double tolerance, double divergenceFactor)
    {
        ArgumentNullException.ThrowIfNull(start);
        this.standardErrors = standardErrors;
        this.tolerance = tolerance;
        this.divergenceFactor = divergenceFactor;
        best = [.. start.Select(theta => theta.ToArray())];
        present = [.. start.Select(theta => theta.ToArray())];
        presentCost = bestCost;
    }

    /// <summary>The best theta driven so far, one vector an agent.</summary>
    public IReadOnlyList<double[]> Best => best;

    /// <summary>The theta driven now, one vector an agent.</summary>
    public IReadOnlyList<double[]> Driven => present;

    /// <summary>Measured stage cost of <see cref="Best"/>; NaN before the first batch.</summary>
    public double BestCost => bestCost.Mean;

    /// <summary>And of what is driven now.</summary>
    public double PresentCost => presentCost.Mean;

    public int Rollbacks { get; private set; }

    /// <summary>Whether what is driven now can be replaced: its cost is known well enough to be compared with what follows.</summary>
    public bool IsMeasured => presentCost.Batches >= BatchesToJudge;

    /// <summary>The rovers drive with this from now on.</summary>
    public void Present(IReadOnlyList<double[]> theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        Copy(theta, present);
        // Going back to the best goes on measuring it: luck wears off.
        presentCost = present.Zip(best).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)) ? bestCost : new MeasuredCost();
        presentCost.ForgetOpenBatch();
    }

    public void Add(double cost) => presentCost.Add(cost);

    /// <summary>Costs that follow are no continuation of those before.</summary>
    public void Interrupt() => presentCost.ForgetOpenBatch();

    /// <summary>Whether what is driven now costs significantly more than the best; counted as a rollback where it does.</summary>
    public bool MustGoBack()
    {
        if (ReferenceEquals(presentCost, bestCost) || bestCost.Batches < 2 || presentCost.Batches == 0)
            return false;
        var margin = standardErrors * Math.Sqrt(Square(presentCost.StandardError) + Square(bestCost.StandardError));
        var isWorse = IsMeasured && presentCost.Mean - bestCost.Mean > Math.Max(margin, tolerance * bestCost.Mean);
        // Written so that a cost that is no number is worse.
        if (!isWorse && presentCost.LastBatch <= divergenceFactor * bestCost.Mean)
            return false;
        Rollbacks++;
        return true;
    }

    /// <summary>What is driven now is to be replaced: it is kept as the best where it was cheaper.</summary>
    public void Accept()
    {
        if (ReferenceEquals(presentCost, bestCost) || !(presentCost.Mean < bestCost.Mean || bestCost.Batches == 0))
            return;
        Copy(present, best);
        bestCost = presentCost;
    }

    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var theta in best.Concat(present))
            writer.WriteArray(theta);
        bestCost.Save(writer);
        writer.Write(ReferenceEquals(presentCost, bestCost));
        presentCost.Save(writer);
        writer.Write(Rollbacks);
    }

    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        foreach (var theta in best.Concat(present))
            reader.ReadArray(theta, FormationLearner.ThetaLimit);
        bestCost.Load(reader);
        presentCost = reader.ReadBoolean() ? bestCost : new MeasuredCost();
        presentCost.Load(reader);
        Rollbacks = reader.ReadInt32();
    }

    private static void Copy(IReadOnlyList<double[]> from, double[][] into)
    {
        for (var i = 0; i < into.Length; i++)
            from[i].CopyTo(into[i], 0);
    }

    private static double Square(double value) => value * value;
}
