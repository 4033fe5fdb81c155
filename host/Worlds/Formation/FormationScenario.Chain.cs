using MultiAgentEdge.Coupling;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Worlds;

public sealed partial class FormationScenario
{
    // What a copy costs its owner is taken from the state that it copies: where they agree, the sum is the cost of the original.
    private const double CopyWeight = 0.1;

    /// <summary>
    /// Three agents in a chain, coupled through their dynamics: x_i+ = A x_i + B u_i + sum_j A_c x_j + e. Mallick, Airaldi, Dabiri and De
    /// Schutter, "Multi-agent reinforcement learning via distributed MPC as a function approximator", Automatica 167, 2024, first example:
    /// its plants, models, bounds, costs, horizon and disturbance. What a neighbour does is an input of the agent's own, and a coupling row
    /// makes it agree with what the neighbour plans: w_j,l+1 (the copy used at stage l) equals d_l+1 (the neighbour's second state at stage
    /// l). Deviations: upper bound of the first state 1 from the start (theirs is learned from 2 on); a violated bound at stage l+1 costs
    /// gamma^(l+1) instead of gamma^l in the prediction. The imperfect model does not know of the coupling. States: x1, x2, d (x2 a period
    /// ago), then w, one a neighbour. Inputs: u, then one a neighbour.
    /// </summary>
    public static FormationScenario Chain()
    {
        const int agents = 3;
        int[][] neighbours = [[1], [0, 2], [1]];
        var coupling = new CouplingProblem(agents, rows: neighbours.Sum(of => of.Length), stages: 10, outputs: 3) { Discount = 0.9 };
        for (int i = 0, row = 0; i < agents; i++)
        {
            for (var k = 0; k < neighbours[i].Length; k++, row++)
            {
                coupling.M[i][(row * 3) + 1 + k] = 1.0;
                coupling.M[neighbours[i][k]][row * 3] = -1.0;
            }
        }

        return new FormationScenario(
            [.. neighbours.Select((of, i) => ChainAgent(i, of))], coupling, periodS: 0.25) { EvaluateFromPeriod = 0 };
    }

    private static FormationAgent ChainAgent(int agent, int[] neighbours)
    {
        var states = 3 + neighbours.Length;
        var inputs = 1 + neighbours.Length;
        double[] Rows(int width, params (int Row, int Column, double Value)[] entries)
        {
            var matrix = new double[states * width];
            foreach (var (row, column, value) in entries)
                matrix[(row * width) + column] = value;
            return matrix;
        }

        double[] A(double a11, double a12, double a22) => Rows(states, (0, 0, a11), (0, 1, a12), (1, 1, a22), (2, 1, 1.0));
        double[] B(double b1, double b2, double coupled) => Rows(
            inputs, [(0, 0, b1), (1, 0, b2), .. neighbours.SelectMany((_, k) => new[] { (1, 1 + k, coupled), (3 + k, 1 + k, 1.0) })]);
        double[] All(double first, double second, double others) => [first, second, .. Enumerable.Repeat(others, states - 2)];
        double[] Diagonal(params double[] values) =>
            [.. Enumerable
                .Range(0, values.Length * values.Length)
                .Select(k => k % (values.Length + 1) == 0 ? values[k / values.Length] : 0.0)];
        var output = new double[3 * states];
        output[2] = 1.0;
        for (var k = 0; k < neighbours.Length; k++)
            output[((1 + k) * states) + 3 + k] = 1.0;
        return new FormationAgent
        {
            Name = $"agent-{agent + 1}",
            PlantA = A(0.9, 0.35, 1.1),
            PlantB = B(0.0813, 0.2, -0.1),
            DisturbanceLower = All(-0.1, 0.0, 0.0),
            DisturbanceUpper = All(0.0, 0.0, 0.0),
            ModelA = A(1.0, 0.25, 1.0),
            ModelB = B(0.0312, 0.25, 0.0),
            StateWeight = Diagonal(All(0.5, 0.5 - (CopyWeight * neighbours.Length), 0.0)),
            InputWeight = Diagonal([0.25, .. neighbours.Select(_ => CopyWeight)]),
            Reference = new double[states],
            // A copy's box is only there to be one.
            InputLower = [-1.0, .. neighbours.Select(_ => -10.0)],
            InputUpper = [1.0, .. neighbours.Select(_ => 10.0)],
            StateLower = All(0.0, -1.0, -MpcParameters.Unbounded),
            StateUpper = All(1.0, 1.0, MpcParameters.Unbounded),
            BoundPenalty = All(60.0, 60.0, 60.0),
            OutputMatrix = output,
            InitialLower = All(0.0, 0.15, 0.15),
            InitialUpper = All(0.0, 0.15, 0.15),
            TerminalWeight = new double[states * states],
            MeasuredInputs = [.. neighbours.Select((of, k) => new MeasuredInput(1 + k, of, 1))],
        };
    }
}
