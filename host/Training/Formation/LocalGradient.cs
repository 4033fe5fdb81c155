using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// d V_i / d theta_i and d Q_i / d theta_i of paper S1 at fixed multipliers: the gradient of the Lagrangian (27), (28) at the solution,
/// from the adjoint p_l = d cost_l / d x_l + lambda_l + A' p_{l+1} of the prediction. One pass backwards, nothing solved, nothing
/// allocated. Exact where the active set is unique; at a kink it is one of the one-sided derivatives.
/// </summary>
public sealed class LocalGradient
{
    private readonly double[] adjoint;
    private readonly double[] next;

    public LocalGradient(int stateCount)
    {
        adjoint = new double[stateCount];
        next = new double[stateCount];
    }

    /// <param name="controller">After a solve that ended well, configured with <paramref name="p"/>.</param>
    /// <param name="price">N x no, what it solved at.</param>
    /// <param name="into">Same shape as <paramref name="p"/>: becomes the derivative by each number; entries of blocks that nobody learns
    /// stay.</param>
    public void Compute(MpcController controller, MpcParameters p, double[] price, MpcParameters into)
    {
        ArgumentNullException.ThrowIfNull(controller);
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(into);
        Clear(into);
        into.ValueOffset = 1.0;
        var discount = Math.Pow(p.Discount, p.Horizon);
        for (var l = p.Horizon; l >= 0; l--)
        {
            var last = l == p.Horizon;
            if (!last)
                AddModel(controller, p, l, into);
            AddCost(controller, p, l, discount, into);
            if (l > 0)
            {
                AddBounds(controller, p, l, into);
                StepBack(controller, p, price, l, discount);
            }

            discount /= p.Discount;
        }
    }

    // p_{l+1} is in adjoint: x_{l+1} = A x_l + B u_l + b.
    private void AddModel(MpcController c, MpcParameters p, int l, MpcParameters into)
    {
        for (var i = 0; i < p.StateCount; i++)
        {
            into.Offset[i] += adjoint[i];
            for (var j = 0; j < p.StateCount; j++)
                into.A[(i * p.StateCount) + j] += adjoint[i] * c.States[(l * p.StateCount) + j];
            for (var j = 0; j < p.InputCount; j++)
                into.B[(i * p.InputCount) + j] += adjoint[i] * c.Inputs[(l * p.InputCount) + j];
        }
    }

    private static void AddCost(MpcController c, MpcParameters p, int l, double discount, MpcParameters into)
    {
        var last = l == p.Horizon;
        var weight = last ? into.TerminalWeight : into.StageStateWeight;
        var linear = last ? into.TerminalLinear : into.StageStateLinear;
        var at = l * p.StateCount;
        for (var i = 0; i < p.StateCount; i++)
        {
            linear[i] += discount * c.States[at + i];
            for (var j = 0; j < p.StateCount; j++)
            {
                weight[(i * p.StateCount) + j] += discount * (c.States[at + i] - p.StateReference[i])
                    * (c.States[at + j] - p.StateReference[j]);
            }
        }

        for (var i = 0; i < p.InputCount && !last; i++)
        {
            var u = c.Inputs[(l * p.InputCount) + i];
            into.StageInputLinear[i] += discount * u;
            for (var j = 0; j < p.InputCount; j++)
                into.StageInputWeight[(i * p.InputCount) + j] += discount * u * c.Inputs[(l * p.InputCount) + j];
        }
    }

    // A multiplier above 0 is the upper side's.
    private static void AddBounds(MpcController c, MpcParameters p, int l, MpcParameters into)
    {
        for (var i = 0; i < p.StateCount; i++)
        {
            var lambda = c.StateMultipliers[((l - 1) * p.StateCount) + i];
            into.StateUpperTightening[i] += Math.Max(0.0, lambda);
            into.StateLowerTightening[i] += Math.Max(0.0, -lambda);
        }
    }

    private void StepBack(MpcController c, MpcParameters p, double[] price, int l, double discount)
    {
        var nx = p.StateCount;
        var last = l == p.Horizon;
        var weight = last ? p.TerminalWeight : p.StageStateWeight;
        var linear = last ? p.TerminalLinear : p.StageStateLinear;
        for (var i = 0; i < nx; i++)
        {
            var slope = linear[i];
            for (var j = 0; j < nx; j++)
                slope += (weight[(i * nx) + j] + weight[(j * nx) + i]) * (c.States[(l * nx) + j] - p.StateReference[j]);
            for (var o = 0; o < p.OutputCount; o++)
                slope += p.OutputMatrix[(o * nx) + i] * (price[((l - 1) * p.OutputCount) + o] + CouplingSlope(c, p, l, o));
            next[i] = (discount * slope) + c.StateMultipliers[((l - 1) * nx) + i];
            for (var j = 0; j < nx && !last; j++)
                next[i] += p.A[(j * nx) + i] * adjoint[j];
        }

        next.CopyTo(adjoint, 0);
    }

    private static double CouplingSlope(MpcController c, MpcParameters p, int l, int output)
    {
        var sum = 0.0;
        for (var j = 0; j < p.OutputCount; j++)
        {
            var w = 0.5 * (p.CouplingWeight[(output * p.OutputCount) + j] + p.CouplingWeight[(j * p.OutputCount) + output]);
            sum += w * c.Outputs[((l - 1) * p.OutputCount) + j];
        }

        return sum;
    }

    private static void Clear(MpcParameters g)
    {
        Array.Clear(g.A);
        Array.Clear(g.B);
        Array.Clear(g.Offset);
        Array.Clear(g.StageStateWeight);
        Array.Clear(g.StageInputWeight);
        Array.Clear(g.TerminalWeight);
        Array.Clear(g.StageStateLinear);
        Array.Clear(g.StageInputLinear);
        Array.Clear(g.TerminalLinear);
        Array.Clear(g.StateLowerTightening);
        Array.Clear(g.StateUpperTightening);
    }
}
