using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// The margin by which the coordinator makes an inequality row of the coupling (1d) ask for more: the largest amount by which the row
/// recently came out above what the policies had planned for it together, and a margin. It is to a distance what
/// <see cref="IdentificationUpdate"/> is to a bound.
/// </summary>
public sealed class CouplingTightening
{
    private readonly FormationScenario scenario;
    private readonly FormationLearnerOptions options;
    private readonly RecentMaximum[] above;
    private readonly double[] surprise;

    public CouplingTightening(FormationScenario scenario, FormationLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        this.scenario = scenario;
        this.options = options;
        above = [.. scenario.Coupling.Target.Select(_ => new RecentMaximum(options.ShortfallBlocks, options.ShortfallBlockSamples))];
        surprise = new double[scenario.Coupling.OutputCount];
    }

    /// <param name="agents">After their step on the same transition.</param>
    /// <param name="next">s+, one state an agent.</param>
    /// <param name="marginM">Written, one a row; 0 in equality rows.</param>
    public void Step(IdentificationUpdate[] agents, double[][] next, double[] marginM)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(marginM);
        var coupling = scenario.Coupling;
        for (var row = 0; row < marginM.Length; row++)
        {
            if (coupling.Kinds[row] != RowKind.Inequality)
                continue;
            var sum = 0.0;
            for (var i = 0; i < agents.Length; i++)
            {
                SetSurprise(i, agents[i].Planned, next[i]);
                sum += Kernel.Dot(coupling.M[i], row * surprise.Length, surprise, 0, surprise.Length);
            }

            above[row].Add(sum);
            marginM[row] = Math.Min(options.ShortfallMargin * above[row].Value, options.CouplingTighteningLimitM);
        }
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var maximum in above)
            maximum.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        foreach (var maximum in above)
            maximum.Load(reader);
    }

    // Outputs as they came less outputs as they were planned.
    private void SetSurprise(int agent, double[] planned, double[] next)
    {
        var e = scenario.Agents[agent].OutputMatrix;
        for (var o = 0; o < surprise.Length; o++)
        {
            surprise[o] = 0.0;
            for (var s = 0; s < next.Length; s++)
                surprise[o] += e[(o * next.Length) + s] * (next[s] - planned[s]);
        }
    }
}
