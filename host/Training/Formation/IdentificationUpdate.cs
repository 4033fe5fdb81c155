using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// The blocks of one agent that its own transitions say more about than the TD error does.
/// Model: <see cref="ModelFit"/>. Tightening of a bound: the largest amount by which a state recently fell short of what the policy had
/// planned for it (without exploration) on that side, and a margin: what keeps a soft bound that costs much more to violate than to back
/// off from.
/// </summary>
public sealed class IdentificationUpdate
{
    private readonly FormationLearnerOptions options;
    private readonly Theta map;
    private readonly ModelFit fit;
    private readonly RecentMaximum[] below;
    private readonly RecentMaximum[] above;
    private readonly double[] start;
    private readonly double[] planned;
    private readonly int states;
    private readonly int inputs;

    /// <param name="p">The agent's parameters at theta = 0; read here only.</param>
    public IdentificationUpdate(MpcParameters p, Theta map, FormationLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(p);
        this.map = map;
        this.options = options;
        states = p.StateCount;
        inputs = p.InputCount;
        fit = new ModelFit(p.A, p.B, p.Offset, options.FitWeight);
        start = [.. fit.Model];
        below = [.. Enumerable.Range(0, states).Select(_ => new RecentMaximum(options.ShortfallBlocks, options.ShortfallBlockSamples))];
        above = [.. Enumerable.Range(0, states).Select(_ => new RecentMaximum(options.ShortfallBlocks, options.ShortfallBlockSamples))];
        planned = new double[states];
    }

    /// <summary>What the policy had planned as the state after the last transition, nx.</summary>
    public double[] Planned => planned;

    /// <summary>Whether this update moves the element; the gradient step then leaves it alone.</summary>
    public static bool Moves(ParameterBlock block) => block is ParameterBlock.ModelA or ParameterBlock.ModelB or ParameterBlock.ModelOffset
        or ParameterBlock.LowerTightening or ParameterBlock.UpperTightening;

    /// <param name="plannedInput">The policy's input, without exploration.</param>
    /// <param name="theta">The agent's; written.</param>
    public void Step(double[] state, double[] plannedInput, double[] input, double[] next, double[] theta)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(theta);
        fit.Predict(state, plannedInput, planned);
        for (var s = 0; s < states; s++)
        {
            below[s].Add(planned[s] - next[s]);
            above[s].Add(next[s] - planned[s]);
        }

        fit.Add(state, input, next);
        for (var k = 0; k < theta.Length; k++)
        {
            var index = map.IndexOf(k);
            theta[k] = map.BlockOf(k) switch
            {
                ParameterBlock.ModelA => map.Boxed(k, Change(index / states, index % states)),
                ParameterBlock.ModelB => map.Boxed(k, Change(index / inputs, states + (index % inputs))),
                ParameterBlock.ModelOffset => map.Boxed(k, Change(index, fit.Width - 1)),
                ParameterBlock.LowerTightening => map.Boxed(k, options.ShortfallMargin * below[index].Value),
                ParameterBlock.UpperTightening => map.Boxed(k, options.ShortfallMargin * above[index].Value),
                _ => theta[k],
            };
        }
    }

    public void Save(BinaryWriter writer)
    {
        fit.Save(writer);
        for (var s = 0; s < states; s++)
        {
            below[s].Save(writer);
            above[s].Save(writer);
        }
    }

    public void Load(BinaryReader reader)
    {
        fit.Load(reader);
        for (var s = 0; s < states; s++)
        {
            below[s].Load(reader);
            above[s].Load(reader);
        }
    }

    private double Change(int row, int column) => fit.Model[(row * fit.Width) + column] - start[(row * fit.Width) + column];
}
