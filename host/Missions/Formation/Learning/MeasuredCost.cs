using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>
/// Mean of a stage cost measured while driving, with its standard error. Costs of neighbouring periods depend on each other, so the error
/// is taken from the means of batches, not of periods.
/// </summary>
public sealed class MeasuredCost
{
    /// <summary>Periods in a batch: several times the 5 or so over which the formation's costs depend on each other.</summary>
    public const int BatchPeriods = 25;

    private double batchSum;
    private int inBatch;
    private double sum;
    private double squares;

    /// <summary>Whole batches.</summary>
    public int Batches { get; private set; }

    /// <summary>Mean of the last whole batch; NaN before.</summary>
    public double LastBatch { get; private set; } = double.NaN;

    /// <summary>NaN before the first whole batch.</summary>
    public double Mean => Batches == 0 ? double.NaN : sum / Batches;

    /// <summary>Of <see cref="Mean"/>; infinite before the second whole batch.</summary>
    public double StandardError
    {
        get
        {
            if (Batches < 2)
                return double.PositiveInfinity;
            var variance = Math.Max(0.0, (squares - (sum * sum / Batches)) / (Batches - 1));
            return Math.Sqrt(variance / Batches);
        }
    }

    public void Add(double cost)
    {
        batchSum += cost;
        if (++inBatch < BatchPeriods)
            return;
        LastBatch = batchSum / BatchPeriods;
        sum += LastBatch;
        squares += LastBatch * LastBatch;
        Batches++;
        ForgetOpenBatch();
    }

    /// <summary>Costs of the open batch do not count: what was measured is interrupted.</summary>
    public void ForgetOpenBatch() => (batchSum, inBatch) = (0.0, 0);

    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var number in new[] { batchSum, sum, squares, LastBatch })
            writer.Write(number);
        writer.Write(inBatch);
        writer.Write(Batches);
    }

    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (batchSum, sum, squares, LastBatch) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadFigure());
        (inBatch, Batches) = (reader.ReadInt32(), reader.ReadInt32());
        if (inBatch is < 0 or >= BatchPeriods || Batches < 0 || squares < 0 || (Batches > 0 && !double.IsFinite(LastBatch)))
            throw new CheckpointException("The checkpoint holds no measured cost.");
    }
}
