namespace MultiAgentEdge.Host.Training;

/// <summary>Keeps the theta with the least evaluated cost; learning returns it, and goes back to it where it diverges.</summary>
public sealed class ThetaGuard
{
    private readonly double divergenceFactor;
    private readonly double[][] best;

    /// <param name="start">theta at the start.</param>
    /// <param name="cost">What it was evaluated at.</param>
    /// <param name="divergenceFactor">A cost above this many times the best is divergence, 1 or more.</param>
    public ThetaGuard(IReadOnlyList<double[]> start, double cost, double divergenceFactor)
    {
        ArgumentNullException.ThrowIfNull(start);
        this.divergenceFactor = divergenceFactor;
        best = [.. start.Select(theta => theta.ToArray())];
        BestCost = cost;
        LastCost = cost;
    }

    /// <summary>theta with the least cost so far, one vector an agent.</summary>
    public IReadOnlyList<double[]> Best => best;

    public double BestCost { get; private set; }

    /// <summary>Of the last theta judged.</summary>
    public double LastCost { get; private set; }

    /// <summary>How often learning diverged.</summary>
    public int Rollbacks { get; private set; }

    public ThetaVerdict Judge(IReadOnlyList<double[]> theta, double cost)
    {
        ArgumentNullException.ThrowIfNull(theta);
        LastCost = cost;
        if (cost < BestCost)
        {
            BestCost = cost;
            for (var i = 0; i < best.Length; i++)
                theta[i].CopyTo(best[i], 0);
            return ThetaVerdict.Best;
        }

        // Written so that a cost that is no number is divergence.
        if (cost <= divergenceFactor * BestCost)
            return ThetaVerdict.Worse;
        Rollbacks++;
        return ThetaVerdict.Diverged;
    }

    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var theta in best)
            writer.WriteArray(theta);
        writer.Write(BestCost);
        writer.Write(LastCost);
        writer.Write(Rollbacks);
    }

    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        foreach (var theta in best)
            reader.ReadArray(theta, FormationLearner.ThetaLimit);
        BestCost = reader.ReadDouble();
        LastCost = reader.ReadFigure();
        Rollbacks = reader.ReadInt32();
    }
}
