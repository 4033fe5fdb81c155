using MultiAgentEdge.Host.Worlds.Tasks;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>
/// The paper's metrics over the episodes that ended while training (stochastic actions): violation rates, time (2 T where a constraint is
/// unmet) and cost (the largest possible where one is unmet).
/// </summary>
public sealed class TrainingStatistics
{
    private readonly IConstrainedTask task;
    private readonly double[] returns; // running, per environment
    private readonly double[] costs;
    private readonly bool[] broken;
    private readonly int[] reachedAt; // first terminal step before any violation, 0 where not yet
    private readonly double[] costAt;
    private readonly double[] sums = new double[6];

    public TrainingStatistics(IConstrainedTask task)
    {
        this.task = task;
        returns = new double[task.Environments];
        costs = new double[task.Environments];
        broken = new bool[task.Environments];
        reachedAt = new int[task.Environments];
        costAt = new double[task.Environments];
    }

    /// <summary>After each step, before a reset.</summary>
    public void Count(int environment, double reward, bool ended)
    {
        var e = environment;
        returns[e] += reward;
        costs[e] += task.Cost[e];
        if (reachedAt[e] == 0)
        {
            broken[e] |= task.IsViolated[e];
            if (task.IsTerminal[e] && !broken[e])
            {
                reachedAt[e] = task.Steps[e];
                costAt[e] = costs[e];
            }
        }

        if (!ended)
            return;
        var met = reachedAt[e] > 0;
        sums[0]++;
        sums[1] += returns[e];
        sums[2] += met ? 0 : 1;
        sums[3] += broken[e] ? 1 : 0;
        sums[4] += met ? reachedAt[e] : 2 * task.HorizonSteps;
        sums[5] += met ? costAt[e] : task.StepCostLimit * task.HorizonSteps;
        Forget(e);
    }

    /// <summary>What ended since the last time; null where nothing did.</summary>
    public CurvePoint? Take(long steps)
    {
        var n = sums[0];
        var point = n == 0 ? null : new CurvePoint(steps, (int)n, sums[1] / n, sums[2] / n, sums[3] / n, sums[4] / n, sums[5] / n);
        sums.AsSpan().Clear();
        return point;
    }

    /// <summary>Every environment begins anew; what ended before still counts.</summary>
    public void Restart()
    {
        for (var e = 0; e < returns.Length; e++)
            Forget(e);
    }

    public void Save(BinaryWriter writer)
    {
        writer.WriteArray(sums);
        writer.WriteArray(returns);
        writer.WriteArray(costs);
        writer.WriteArray(costAt);
        writer.WriteArray(reachedAt);
        foreach (var flag in broken)
            writer.Write(flag);
    }

    public void Load(BinaryReader reader)
    {
        reader.ReadArray(sums);
        reader.ReadArray(returns);
        reader.ReadArray(costs);
        reader.ReadArray(costAt);
        reader.ReadArray(reachedAt);
        for (var e = 0; e < broken.Length; e++)
            broken[e] = reader.ReadBoolean();
    }

    private void Forget(int e)
    {
        returns[e] = costs[e] = costAt[e] = 0.0;
        broken[e] = false;
        reachedAt[e] = 0;
    }
}
