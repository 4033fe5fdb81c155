using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>
/// (29) of paper S1 in full: the KKT conditions kappa(z, theta) = 0 of the central problem (1) with every slack, multiplier and coupling
/// multiplier as an unknown of its own, and dz/dtheta = -(dkappa/dz)^-1 dkappa/dtheta. An oracle: it shares nothing with controllers,
/// solvers, negotiation or gradients but the parameters.
/// </summary>
internal sealed class CentralKkt
{
    private readonly FormationScenario scenario;
    private readonly MpcParameters[] parameters;
    private readonly double[][] states;
    private readonly double[][]? firstInputs;
    private readonly int[] stateAt;
    private readonly int[] inputAt;
    private readonly int[] lowSlackAt;
    private readonly int[] highSlackAt;
    private readonly int couplingSlackAt;
    private readonly int variables;
    private Vector<double> primalDual = Vector<double>.Build.Dense(1);
    private Problem problem;
    private LU<double>? jacobian;

    /// <param name="firstInputs">Given: Q of (11); null: V of (8).</param>
    public CentralKkt(FormationScenario scenario, MpcParameters[] parameters, double[][] states, double[][]? firstInputs)
    {
        this.scenario = scenario;
        this.parameters = parameters;
        this.states = states;
        this.firstInputs = firstInputs;
        var agents = parameters.Length;
        (stateAt, inputAt, lowSlackAt, highSlackAt) = (new int[agents], new int[agents], new int[agents], new int[agents]);
        for (var i = 0; i < agents; i++)
        {
            stateAt[i] = Take(ref variables, parameters[i].StateCount);
            inputAt[i] = Take(ref variables, parameters[i].InputCount);
            // One a bounded state; the others' places are not used.
            lowSlackAt[i] = Take(ref variables, Bounded(parameters[i]));
            highSlackAt[i] = Take(ref variables, Bounded(parameters[i]));
        }

        couplingSlackAt = Take(ref variables, scenario.Coupling.RowCount);
        problem = Build();
    }

    internal enum RowOf
    {
        StateLower,
        StateUpper,
        LowerSlack,
        UpperSlack,
        InputLower,
        InputUpper,
    }

    /// <summary>An inequality row.</summary>
    /// <param name="Stage">1..N; of an input: that of the state that it leads to.</param>
    /// <param name="Index">Which state or input.</param>
    internal readonly record struct Row(int Agent, int Stage, int Index, RowOf Kind);

    private sealed class RowList(int width)
    {
        private readonly List<double[]> rows = [];
        private readonly List<double> right = [];
        private readonly List<Row> names = [];

        public int Count => rows.Count;

        public Matrix<double> Matrix => Matrix<double>.Build.DenseOfRowArrays(rows);

        public Vector<double> Right => Vector<double>.Build.DenseOfEnumerable(right);

        public Row[] Names => [.. names];

        /// <returns>The row, of zeros.</returns>
        public double[] Add(double rightSide, Row name = default)
        {
            names.Add(name);
            rows.Add(new double[width]);
            right.Add(rightSide);
            return rows[^1];
        }
    }

    // 1/2 z'Wz + f'z + constant, Gz = g, Hz <= h
    private sealed record Problem(
        Matrix<double> W, Vector<double> F, double Constant, Matrix<double> EqualityRows, Vector<double> EqualityRight, Matrix<double> Rows,
        Vector<double> Right, Row[] Names, int CouplingAt);

    /// <summary>V or Q.</summary>
    public double Value => Cost(problem, Primal);

    /// <summary>mu, N x n_c, undiscounted.</summary>
    public double[] Multipliers => [.. Enumerable.Range(0, scenario.Horizon * scenario.Coupling.RowCount)
        .Select(k => primalDual[variables + problem.CouplingAt + k] / Weight((k / scenario.Coupling.RowCount) + 1))];

    /// <summary>Rows that hold with equality.</summary>
    public IReadOnlyList<Row> Active { get; private set; } = [];

    /// <summary>Smallest distance from a change of the active set: of a multiplier or of a gap from zero.</summary>
    public double StrictComplementarity { get; private set; }

    private Vector<double> Primal => primalDual.SubVector(0, variables);

    public double FirstInput(int agent) => primalDual[inputAt[agent]];

    /// <summary>
    /// Primal-dual active set method: solve with the active rows as equalities, then take for active what that solution says. Where it
    /// repeats itself the KKT conditions hold, which makes it the optimum: the problem is convex.
    /// </summary>
    /// <param name="isActive">Which rows to begin with: the nearer, the surer it is to come to an end.</param>
    /// <returns>False: it did not.</returns>
    public bool TrySolve(Func<Row, bool> isActive)
    {
        problem = Build();
        jacobian = null;
        var active = Enumerable.Range(0, problem.Right.Count).Where(k => isActive(problem.Names[k])).ToArray();
        for (var iteration = 0; iteration < 60; iteration++)
        {
            SolveWith(active);
            if (primalDual.Any(double.IsNaN))
                return false;
            var next = Enumerable.Range(0, problem.Right.Count).Where(k => Dual(k) + Gap(k) > 0.0).ToArray();
            if (next.SequenceEqual(active))
            {
                Active = [.. active.Select(k => problem.Names[k])];
                StrictComplementarity = Enumerable.Range(0, problem.Right.Count).Min(k => Math.Abs(Dual(k) + Gap(k)));
                return true;
            }

            active = next;
        }

        return false;
    }

    /// <summary>dz/dtheta of one number that <paramref name="move"/> moves, then dV/dtheta or dQ/dtheta along it, dmu/dtheta and
    /// du0/dtheta.</summary>
    /// <param name="move">Sets one number of the parameters to its value now and this; left at 0.</param>
    public (double Value, double[] Multipliers, double[] FirstInputs) Sensitivity(Action<double> move)
    {
        // kappa and the cost are affine in every single number of theta: this difference is exact but for rounding.
        const double step = 1e-3;
        Problem At(double change)
        {
            move(change);
            var moved = Build();
            move(0.0);
            return moved;
        }

        var (up, down) = (At(step), At(-step));
        var byTheta = (Kappa(up) - Kappa(down)) / (2.0 * step);
        jacobian ??= Jacobian().LU();
        var direction = -jacobian.Solve(byTheta);
        var slope = problem.W * Primal + problem.F;
        var value = ((Cost(up, Primal) - Cost(down, Primal)) / (2.0 * step)) + slope.DotProduct(direction.SubVector(0, variables));
        return (
            value,
            [.. Enumerable.Range(0, scenario.Horizon * scenario.Coupling.RowCount)
                .Select(k => direction[variables + problem.CouplingAt + k] / Weight((k / scenario.Coupling.RowCount) + 1))],
            [.. inputAt.Select(at => direction[at])]);
    }

    private static double Cost(Problem p, Vector<double> z) => (0.5 * z.DotProduct(p.W * z)) + p.F.DotProduct(z) + p.Constant;

    private int Take(ref int at, int perStage)
    {
        var start = at;
        at += scenario.Horizon * perStage;
        return start;
    }

    private double Weight(int stage) => Math.Pow(scenario.Discount, stage);

    private double Dual(int row) => primalDual[variables + problem.EqualityRight.Count + row];

    private double Gap(int row) => problem.Rows.Row(row).DotProduct(Primal) - problem.Right[row];

    private void SolveWith(int[] active)
    {
        var equalities = problem.EqualityRight.Count;
        var size = variables + equalities + active.Length;
        var kkt = Matrix<double>.Build.Dense(size, size);
        var right = Vector<double>.Build.Dense(size);
        kkt.SetSubMatrix(0, 0, problem.W);
        kkt.SetSubMatrix(variables, 0, problem.EqualityRows);
        kkt.SetSubMatrix(0, variables, problem.EqualityRows.Transpose());
        right.SetSubVector(0, variables, -problem.F);
        right.SetSubVector(variables, equalities, problem.EqualityRight);
        for (var k = 0; k < active.Length; k++)
        {
            var at = variables + equalities + k;
            kkt.SetRow(at, 0, variables, problem.Rows.Row(active[k]));
            kkt.SetColumn(at, 0, variables, problem.Rows.Row(active[k]));
            right[at] = problem.Right[active[k]];
        }

        var solution = kkt.Solve(right);
        primalDual = Vector<double>.Build.Dense(variables + equalities + problem.Right.Count);
        solution.CopySubVectorTo(primalDual, 0, 0, variables + equalities);
        for (var k = 0; k < active.Length; k++)
            primalDual[variables + equalities + active[k]] = solution[variables + equalities + k];
    }

    private Vector<double> Kappa(Problem p)
    {
        var equalities = p.EqualityRight.Count;
        var lambda = primalDual.SubVector(variables, equalities);
        var nu = primalDual.SubVector(variables + equalities, p.Right.Count);
        var gradient = (p.W * Primal) + p.F + p.EqualityRows.TransposeThisAndMultiply(lambda) + p.Rows.TransposeThisAndMultiply(nu);
        return Vector<double>.Build.DenseOfEnumerable(
            gradient.Concat((p.EqualityRows * Primal) - p.EqualityRight).Concat(nu.PointwiseMultiply((p.Rows * Primal) - p.Right)));
    }

    private Matrix<double> Jacobian()
    {
        var (equalities, rows) = (problem.EqualityRight.Count, problem.Right.Count);
        var nu = primalDual.SubVector(variables + equalities, rows);
        var matrix = Matrix<double>.Build.Dense(primalDual.Count, primalDual.Count);
        matrix.SetSubMatrix(0, 0, problem.W);
        matrix.SetSubMatrix(0, variables, problem.EqualityRows.Transpose());
        matrix.SetSubMatrix(0, variables + equalities, problem.Rows.Transpose());
        matrix.SetSubMatrix(variables, 0, problem.EqualityRows);
        matrix.SetSubMatrix(variables + equalities, 0, Matrix<double>.Build.DenseOfDiagonalVector(nu) * problem.Rows);
        matrix.SetSubMatrix(
            variables + equalities, variables + equalities,
            Matrix<double>.Build.DenseOfDiagonalVector((problem.Rows * Primal) - problem.Right));
        return matrix;
    }

    private Problem Build()
    {
        var w = Matrix<double>.Build.Dense(variables, variables);
        var f = Vector<double>.Build.Dense(variables);
        var constant = 0.0;
        var equalities = new RowList(variables);
        var rows = new RowList(variables);
        for (var i = 0; i < parameters.Length; i++)
        {
            constant += AddCosts(i, w, f);
            AddConstraints(i, equalities, rows, f);
        }

        var couplingAt = equalities.Count;
        var coupling = scenario.Coupling;
        for (var l = 1; l <= scenario.Horizon; l++)
        {
            for (var r = 0; r < coupling.RowCount; r++)
            {
                // The oracle is for the paper's example: equality rows with a quadratic slack.
                var slack = couplingSlackAt + ((l - 1) * coupling.RowCount) + r;
                w[slack, slack] = Weight(l) * 2.0 * coupling.SlackWeight[r];
                var row = equalities.Add(coupling.Target[r]);
                row[slack] = -1.0;
                for (var i = 0; i < parameters.Length; i++)
                {
                    var p = parameters[i];
                    for (var o = 0; o < p.OutputCount; o++)
                    {
                        for (var s = 0; s < p.StateCount; s++)
                            row[State(i, l, s)] += coupling.M[i][(r * p.OutputCount) + o] * p.OutputMatrix[(o * p.StateCount) + s];
                    }
                }
            }
        }

        return new Problem(w, f, constant, equalities.Matrix, equalities.Right, rows.Matrix, rows.Right, rows.Names, couplingAt);
    }

    private int State(int agent, int stage, int s) => stateAt[agent] + ((stage - 1) * parameters[agent].StateCount) + s;

    private int Input(int agent, int stage, int k) => inputAt[agent] + (stage * parameters[agent].InputCount) + k;

    private double AddCosts(int agent, Matrix<double> w, Vector<double> f)
    {
        var p = parameters[agent];
        var constant = p.ValueOffset;
        for (var l = 0; l <= scenario.Horizon; l++)
        {
            var last = l == scenario.Horizon;
            var (weight, linear) = last ? (p.TerminalWeight, p.TerminalLinear) : (p.StageStateWeight, p.StageStateLinear);
            for (var a = 0; a < p.StateCount; a++)
            {
                constant += l == 0 ? linear[a] * states[agent][a] : 0.0;
                if (l > 0)
                    f[State(agent, l, a)] += Weight(l) * linear[a];
                for (var b = 0; b < p.StateCount; b++)
                {
                    var q = Weight(l) * weight[(a * p.StateCount) + b];
                    if (l == 0)
                    {
                        constant += q * (states[agent][a] - p.StateReference[a]) * (states[agent][b] - p.StateReference[b]);
                        continue;
                    }

                    constant += q * p.StateReference[a] * p.StateReference[b];
                    f[State(agent, l, a)] -= q * p.StateReference[b];
                    f[State(agent, l, b)] -= q * p.StateReference[a];
                    w[State(agent, l, a), State(agent, l, b)] += q;
                    w[State(agent, l, b), State(agent, l, a)] += q;
                }
            }

            for (var a = 0; a < p.InputCount && !last; a++)
            {
                f[Input(agent, l, a)] += Weight(l) * p.StageInputLinear[a];
                for (var b = 0; b < p.InputCount; b++)
                {
                    w[Input(agent, l, a), Input(agent, l, b)] += Weight(l) * p.StageInputWeight[(a * p.InputCount) + b];
                    w[Input(agent, l, b), Input(agent, l, a)] += Weight(l) * p.StageInputWeight[(a * p.InputCount) + b];
                }
            }
        }

        return constant;
    }

    private void AddConstraints(int agent, RowList equalities, RowList rows, Vector<double> f)
    {
        var p = parameters[agent];
        for (var l = 1; l <= scenario.Horizon; l++)
        {
            for (var a = 0; a < p.StateCount; a++)
            {
                var right = p.Offset[a]
                    + (l == 1 ? Enumerable.Range(0, p.StateCount).Sum(b => p.A[(a * p.StateCount) + b] * states[agent][b]) : 0.0);
                var row = equalities.Add(right);
                row[State(agent, l, a)] = 1.0;
                for (var b = 0; b < p.StateCount && l > 1; b++)
                    row[State(agent, l - 1, b)] = -p.A[(a * p.StateCount) + b];
                for (var b = 0; b < p.InputCount; b++)
                    row[Input(agent, l - 1, b)] = -p.B[(a * p.InputCount) + b];
                AddStateBound(agent, l, a, rows, f);
            }

            for (var k = 0; k < p.InputCount; k++)
            {
                if (l == 1 && firstInputs is not null)
                {
                    equalities.Add(firstInputs[agent][k])[Input(agent, 0, k)] = 1.0;
                    continue;
                }

                rows.Add(p.InputUpper[k], new Row(agent, l, k, RowOf.InputUpper))[Input(agent, l - 1, k)] = 1.0;
                rows.Add(-p.InputLower[k], new Row(agent, l, k, RowOf.InputLower))[Input(agent, l - 1, k)] = -1.0;
            }
        }
    }

    // sigma_low, sigma_high >= 0, each at its price.
    private void AddStateBound(int agent, int l, int s, RowList rows, Vector<double> f)
    {
        var p = parameters[agent];
        if (s >= Bounded(p))
            return;
        foreach (var (at, sign, tight) in new[] { (lowSlackAt[agent], -1.0, p.TightLower(s)), (highSlackAt[agent], 1.0, p.TightUpper(s)) })
        {
            var slack = at + ((l - 1) * Bounded(p)) + s;
            var row = rows.Add(sign * tight, new Row(agent, l, s, sign > 0.0 ? RowOf.StateUpper : RowOf.StateLower));
            row[State(agent, l, s)] = sign;
            row[slack] = -1.0;
            rows.Add(0.0, new Row(agent, l, s, sign > 0.0 ? RowOf.UpperSlack : RowOf.LowerSlack))[slack] = -1.0;
            f[slack] = Weight(l) * p.StateSoftWeight[s];
        }
    }

    // The example's bounded states are its first ones, and bounded on both sides.
    private static int Bounded(MpcParameters p) => p.StateUpper.TakeWhile(bound => bound < MpcParameters.Unbounded).Count();
}
