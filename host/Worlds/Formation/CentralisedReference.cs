using MultiAgentEdge.Coupling;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// The coupled problem (1) of paper S1 of all agents as one QP, in states, inputs and coupling slacks with the dynamics as equality rows:
/// the oracle for negotiation. Deliberately shares no condensing code with the local controllers. Slow; not for the loop.
/// </summary>
public sealed class CentralisedReference
{
    private readonly FormationScenario scenario;
    private readonly IReadOnlyList<MpcParameters> parameters;
    private readonly List<double[]> rows = [];
    private readonly List<double> lower = [];
    private readonly List<double> upper = [];
    private readonly List<double> soft = [];
    private readonly int[] stateAt;
    private readonly int[] inputAt;
    private readonly int slackAt;
    private readonly int variables;
    private int couplingRowAt;

    /// <param name="parameters">One an agent; coupling weights are not used.</param>
    public CentralisedReference(FormationScenario scenario, IReadOnlyList<MpcParameters> parameters)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(parameters);
        this.scenario = scenario;
        this.parameters = parameters;
        stateAt = new int[parameters.Count];
        inputAt = new int[parameters.Count];
        for (var i = 0; i < parameters.Count; i++)
        {
            stateAt[i] = variables;
            variables += scenario.Horizon * parameters[i].StateCount;
            inputAt[i] = variables;
            variables += scenario.Horizon * parameters[i].InputCount;
        }

        slackAt = variables;
        variables += scenario.Horizon * scenario.Coupling.RowCount;
        FirstInputs = [.. parameters.Select(p => new double[p.InputCount])];
        Multipliers = new double[scenario.Horizon * scenario.Coupling.RowCount];
    }

    /// <summary>Optimal value with every agent's value offset: V of (1).</summary>
    public double Objective { get; private set; }

    /// <summary>One an agent.</summary>
    public double[][] FirstInputs { get; }

    /// <summary>mu, undiscounted, N x n_c.</summary>
    public double[] Multipliers { get; }

    /// <summary>Solves at one state an agent.</summary>
    public QpStatus Solve(double[][] states)
    {
        ArgumentNullException.ThrowIfNull(states);
        rows.Clear();
        lower.Clear();
        upper.Clear();
        soft.Clear();
        var hessian = new double[variables * variables];
        var f = new double[variables];
        var constant = 0.0;
        for (var i = 0; i < parameters.Count; i++)
        {
            constant += AddCosts(i, states[i], hessian, f);
            AddDynamicsAndBounds(i, states[i]);
        }

        AddCoupling(hessian);
        var solver = new QpSolver(variables, rows.Count) { IterationLimit = 100_000 };
        var status = solver.Setup(variables, rows.Count, hessian, [.. rows.SelectMany(row => row)], [.. soft]);
        if (status == QpStatus.Solved)
            status = solver.Solve(f, [.. lower], [.. upper]);
        Objective = solver.Objective + constant;
        for (var i = 0; i < FirstInputs.Length; i++)
            Array.Copy(solver.X, inputAt[i], FirstInputs[i], 0, FirstInputs[i].Length);
        for (int l = 0, k = 0; l < scenario.Horizon; l++)
        {
            for (var r = 0; r < scenario.Coupling.RowCount; r++, k++)
                Multipliers[k] = solver.Multipliers[couplingRowAt + k] / Weight(l + 1);
        }

        return status;
    }

    private double Weight(int stage) => Math.Pow(scenario.Discount, stage);

    private double AddCosts(int agent, double[] state, double[] hessian, double[] f)
    {
        var p = parameters[agent];
        var constant = p.ValueOffset + Quadratic(p.StageStateWeight, p.StateReference, state) + Dot(p.StageStateLinear, state);
        for (var l = 0; l < scenario.Horizon; l++)
        {
            for (var a = 0; a < p.InputCount; a++)
            {
                var at = inputAt[agent] + (l * p.InputCount) + a;
                f[at] += Weight(l) * p.StageInputLinear[a];
                for (var b = 0; b < p.InputCount; b++)
                {
                    var r = p.StageInputWeight[(a * p.InputCount) + b] + p.StageInputWeight[(b * p.InputCount) + a];
                    hessian[(at * variables) + inputAt[agent] + (l * p.InputCount) + b] += Weight(l) * r;
                }
            }

            var stage = l + 1;
            var last = stage == scenario.Horizon;
            var weight = last ? p.TerminalWeight : p.StageStateWeight;
            var linear = last ? p.TerminalLinear : p.StageStateLinear;
            constant += Weight(stage) * Quadratic(weight, p.StateReference, new double[p.StateCount]);
            for (var a = 0; a < p.StateCount; a++)
            {
                var at = stateAt[agent] + (l * p.StateCount) + a;
                f[at] += Weight(stage) * linear[a];
                for (var b = 0; b < p.StateCount; b++)
                {
                    var q = Weight(stage) * (weight[(a * p.StateCount) + b] + weight[(b * p.StateCount) + a]);
                    hessian[(at * variables) + stateAt[agent] + (l * p.StateCount) + b] += q;
                    f[at] -= q * p.StateReference[b];
                }
            }
        }

        return constant;
    }

    private void AddDynamicsAndBounds(int agent, double[] state)
    {
        var p = parameters[agent];
        for (var l = 0; l < scenario.Horizon; l++)
        {
            for (var a = 0; a < p.StateCount; a++)
            {
                var row = new double[variables];
                var right = p.Offset[a];
                row[stateAt[agent] + (l * p.StateCount) + a] = 1.0;
                for (var b = 0; b < p.StateCount; b++)
                {
                    if (l == 0)
                        right += p.A[(a * p.StateCount) + b] * state[b];
                    else
                        row[stateAt[agent] + ((l - 1) * p.StateCount) + b] = -p.A[(a * p.StateCount) + b];
                }

                for (var b = 0; b < p.InputCount; b++)
                    row[inputAt[agent] + (l * p.InputCount) + b] = -p.B[(a * p.InputCount) + b];
                Add(row, right, right, MpcParameters.Unbounded);
            }

            for (var a = 0; a < p.InputCount; a++)
                AddBound(inputAt[agent] + (l * p.InputCount) + a, p.InputLower[a], p.InputUpper[a], MpcParameters.Unbounded);
            for (var a = 0; a < p.StateCount; a++)
            {
                var hard = p.StateSoftWeight[a] >= MpcParameters.Unbounded;
                AddBound(
                    stateAt[agent] + (l * p.StateCount) + a,
                    p.TightLower(a),
                    p.TightUpper(a),
                    hard ? MpcParameters.Unbounded : Weight(l + 1) * p.StateSoftWeight[a]);
            }
        }
    }

    // C x - slack = c (or at most c), slack costs gamma^l w slack^2; a hard row's slack is held at zero.
    private void AddCoupling(double[] hessian)
    {
        var coupling = scenario.Coupling;
        couplingRowAt = rows.Count;
        for (var l = 0; l < scenario.Horizon; l++)
        {
            for (var r = 0; r < coupling.RowCount; r++)
            {
                var row = new double[variables];
                for (var i = 0; i < parameters.Count; i++)
                {
                    var p = parameters[i];
                    for (var o = 0; o < p.OutputCount; o++)
                    {
                        for (var s = 0; s < p.StateCount; s++)
                        {
                            row[stateAt[i] + (l * p.StateCount) + s] +=
                                coupling.M[i][(r * p.OutputCount) + o] * p.OutputMatrix[(o * p.StateCount) + s];
                        }
                    }
                }

                var slack = slackAt + (l * coupling.RowCount) + r;
                row[slack] = coupling.SlackWeight[r] < CouplingProblem.Hard ? -1.0 : 0.0;
                hessian[(slack * variables) + slack] = coupling.SlackWeight[r] < CouplingProblem.Hard
                    ? Weight(l + 1) * 2.0 * coupling.SlackWeight[r] : 1.0;
                Add(
                    row, coupling.Kinds[r] == RowKind.Equality ? coupling.Target[r] : -MpcParameters.Unbounded, coupling.Target[r],
                    MpcParameters.Unbounded);
            }
        }
    }

    private void AddBound(int variable, double low, double high, double softWeight)
    {
        var row = new double[variables];
        row[variable] = 1.0;
        Add(row, low, high, softWeight);
    }

    private void Add(double[] row, double low, double high, double softWeight)
    {
        rows.Add(row);
        lower.Add(low);
        upper.Add(high);
        soft.Add(softWeight);
    }

    private static double Quadratic(double[] weight, double[] reference, double[] x)
    {
        var sum = 0.0;
        for (var a = 0; a < x.Length; a++)
        {
            for (var b = 0; b < x.Length; b++)
                sum += (x[a] - reference[a]) * weight[(a * x.Length) + b] * (x[b] - reference[b]);
        }

        return sum;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
