using MultiAgentEdge.Coupling;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>Agents, what couples them, and the horizon they plan over: everything a formation run needs but parameters and a
/// seed.</summary>
public sealed partial class FormationScenario
{
    /// <summary>Version whose model is the imperfect one.</summary>
    public const int ImperfectModel = 1;

    /// <summary>Version whose model is the plant, its offset the mean disturbance.</summary>
    public const int TrueModel = 2;

    private readonly double[][] terminalWeights;

    /// <param name="coupling">Stages = horizon, discount as given here, outputs as the agents'.</param>
    /// <exception cref="ArgumentException">The agents and the coupling do not fit each other.</exception>
    public FormationScenario(IReadOnlyList<FormationAgent> agents, CouplingProblem coupling, double periodS)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(coupling);
        if (agents.Count != coupling.AgentCount || agents.Any(agent => agent.OutputCount != coupling.OutputCount))
            throw new ArgumentException("The coupling is for another number of agents or outputs.", nameof(coupling));
        Agents = agents;
        Coupling = coupling;
        PeriodS = periodS;
        HasInequalities = coupling.Kinds.Contains(RowKind.Inequality);
        terminalWeights = [.. agents.SelectMany(agent => new[]
        {
            agent.TerminalWeight
                ?? DiscountedRiccati.Solve(agent.ModelA, agent.ModelB, agent.StateWeight, agent.InputWeight, coupling.Discount),
            agent.TerminalWeight
                ?? DiscountedRiccati.Solve(agent.PlantA, agent.PlantB, agent.StateWeight, agent.InputWeight, coupling.Discount),
        })];
    }

    public IReadOnlyList<FormationAgent> Agents { get; }

    public CouplingProblem Coupling { get; }

    /// <summary>Control period, seconds.</summary>
    public double PeriodS { get; }

    /// <summary>N, control periods.</summary>
    public int Horizon => Coupling.StageCount;

    /// <summary>First period of an evaluation's runs that counts: those before are transient.</summary>
    public int EvaluateFromPeriod { get; init; } = 50;

    /// <summary>Overwrites the inputs that plants take from a neighbour's state by those states.</summary>
    public void Measure(double[][] states, double[][] inputs)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(inputs);
        for (var i = 0; i < Agents.Count; i++)
        {
            for (var k = 0; k < Agents[i].MeasuredInputs.Count; k++)
            {
                var measured = Agents[i].MeasuredInputs[k];
                inputs[i][measured.Input] = states[measured.Agent][measured.State];
            }
        }
    }

    /// <summary>gamma.</summary>
    public double Discount => Coupling.Discount;

    /// <summary>
    /// The example of paper S1, section IV: plants (30), model (31), e uniform in [-0.1, 0], distances 2, 2, 4 with the signs the boxes
    /// allow, coupling slack of the weight of (32). The paper gives no local cost: 0.5 (x1-r)^2 + 0.1 x2^2 + 0.1 u^2 with r = (0, 2, -2).
    /// </summary>
    public static FormationScenario PaperS1()
    {
        const double slackWeight = 10.0;
        var coupling = new CouplingProblem(agents: 3, rows: 3, stages: 10, outputs: 1) { Discount = 0.9 };
        (int Plus, int Minus, double DistanceM)[] links = [(0, 1, -2.0), (0, 2, 2.0), (1, 2, 4.0)];
        for (var row = 0; row < links.Length; row++)
        {
            coupling.M[links[row].Plus][row] = 1.0;
            coupling.M[links[row].Minus][row] = -1.0;
            coupling.Target[row] = links[row].DistanceM;
            coupling.SlackWeight[row] = slackWeight;
        }

        return new FormationScenario(
            [
                PaperAgent("rover-1", [0.9, 0.35, 0, 1.1], [0.0813, 0.2], -0.1, 0.0, 0.5, 0.0),
                PaperAgent("rover-2", [0.91, 0.33, 0, 0.98], [0.0611, 0.23], 0.0, 0.0, 2.5, 2.0),
                PaperAgent("rover-3", [0.88, 0.3, 0, 1.1], [0.0837, 0.21], 0.0, -2.5, 0.0, -2.0),
            ],
            coupling,
            periodS: 0.25);
    }

    /// <summary>
    /// The same formation on wheeled rovers. Behind its wheel-speed loops such a rover is the double integrator that the paper takes for
    /// its model (31), so the roles swap: version 1 believes the plants, version 2 knows better. No disturbance; all start at rest, side by
    /// side at the origin of their lanes.
    /// </summary>
    public FormationScenario OnWheels() => new(
        [.. Agents.Select(agent => agent with
        {
            PlantA = agent.ModelA,
            PlantB = agent.ModelB,
            ModelA = agent.PlantA,
            ModelB = agent.PlantB,
            DisturbanceLower = new double[agent.StateCount],
            DisturbanceUpper = new double[agent.StateCount],
            InitialLower = new double[agent.StateCount],
            InitialUpper = new double[agent.StateCount],
        })],
        Coupling,
        PeriodS);

    /// <summary>
    /// The local problem (8) of an agent. Its coupling weight is zero: ask <see cref="Negotiator.CopyCouplingWeight"/> for the one that
    /// belongs to the mode of negotiation.
    /// </summary>
    /// <param name="version"><see cref="ImperfectModel"/> or <see cref="TrueModel"/>.</param>
    /// <param name="tighteningM">Added to every finite lower bound of a state that a disturbance moves; 0.05 with the true model is the
    /// oracle.</param>
    public MpcParameters ParametersFor(int agent, int version, double tighteningM = 0.0)
    {
        if (version is not (ImperfectModel or TrueModel))
            throw new ArgumentOutOfRangeException(nameof(version), version, "1 is the imperfect model, 2 the true one.");
        var a = Agents[agent];
        var p = new MpcParameters(a.StateCount, a.InputCount, a.OutputCount, Horizon) { Discount = Discount };
        var isTrue = version == TrueModel;
        Copy(isTrue ? a.PlantA : a.ModelA, p.A);
        Copy(isTrue ? a.PlantB : a.ModelB, p.B);
        Copy(a.StateWeight, p.StageStateWeight);
        Copy(a.InputWeight, p.StageInputWeight);
        Copy(terminalWeights[(2 * agent) + (isTrue ? 1 : 0)], p.TerminalWeight);
        Copy(a.InputLower, p.InputLower);
        Copy(a.InputUpper, p.InputUpper);
        Copy(a.StateLower, p.StateLower);
        Copy(a.StateUpper, p.StateUpper);
        Copy(a.BoundPenalty, p.StateSoftWeight);
        Copy(a.OutputMatrix, p.OutputMatrix);
        Copy(a.Reference, p.StateReference);
        for (var i = 0; i < a.StateCount; i++)
        {
            var disturbed = a.DisturbanceLower[i] < a.DisturbanceUpper[i];
            p.Offset[i] = isTrue ? 0.5 * (a.DisturbanceLower[i] + a.DisturbanceUpper[i]) : a.ModelOffset?[i] ?? 0.0;
            p.StateLowerTightening[i] = disturbed ? tighteningM : 0.0;
        }

        return p;
    }

    /// <summary>A quarter of its width is added to each side of an agent's box: its bounds give way where a disturbance pushes.</summary>
    private const double BoxMargin = 0.25;

    /// <summary>Position and speed of a rover without a bound, in the state's own units: beyond this a reading is a sensor fault.</summary>
    private const double PlausibleState = 1000.0;

    /// <summary>A copy of the coupling that knows what a price can be (<see cref="CouplingProblem.Limit"/>), for agents that are out
    /// there.</summary>
    public CouplingProblem LimitedCoupling()
    {
        var copy = CopyCoupling();
        copy.Limit(
            [.. Agents.Select(agent => OutputSide(agent, upper: false))], [.. Agents.Select(agent => OutputSide(agent, upper: true))]);
        return copy;
    }

    private static double[] OutputSide(FormationAgent agent, bool upper)
    {
        var side = new double[agent.OutputCount];
        for (var o = 0; o < side.Length; o++)
        {
            for (var s = 0; s < agent.StateCount; s++)
            {
                var weight = agent.OutputMatrix[(o * agent.StateCount) + s];
                var low = Math.Max(agent.StateLower[s], -PlausibleState);
                var high = Math.Min(agent.StateUpper[s], PlausibleState);
                var margin = BoxMargin * (high - low);
                side[o] += weight * (upper == weight > 0.0 ? high + margin : low - margin);
            }
        }

        return side;
    }

    /// <summary>Whether a row of the coupling is an inequality, such as a least distance.</summary>
    public bool HasInequalities { get; }

    /// <summary>The coupling as a team or a learner may tighten it: a copy of its own.</summary>
    public CouplingProblem CopyCoupling()
    {
        var copy = new CouplingProblem(
            Coupling.AgentCount, Coupling.RowCount, Coupling.StageCount, Coupling.OutputCount) { Discount = Coupling.Discount };
        for (var i = 0; i < Agents.Count; i++)
            Coupling.M[i].CopyTo(copy.M[i], 0);
        Coupling.Target.CopyTo(copy.Target, 0);
        Coupling.Kinds.CopyTo(copy.Kinds, 0);
        Coupling.SlackWeight.CopyTo(copy.SlackWeight, 0);
        Coupling.NeedsAll.CopyTo(copy.NeedsAll, 0);
        return copy;
    }

    /// <summary>Sets the targets of a copy: inequality rows ask for more by their margin.</summary>
    /// <param name="marginM">0 or more, one a row; equality rows do not use theirs.</param>
    public void Tighten(CouplingProblem copy, double[] marginM)
    {
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentNullException.ThrowIfNull(marginM);
        for (var row = 0; row < copy.RowCount; row++)
            copy.Target[row] = Coupling.Target[row] - (copy.Kinds[row] == RowKind.Inequality ? marginM[row] : 0.0);
    }

    /// <summary>C x - c at present outputs, one a row.</summary>
    /// <param name="states">One state an agent.</param>
    public double[] CouplingError(double[][] states)
    {
        ArgumentNullException.ThrowIfNull(states);
        var error = new double[Coupling.RowCount];
        for (var row = 0; row < error.Length; row++)
        {
            error[row] = -Coupling.Target[row];
            for (var i = 0; i < Agents.Count; i++)
            {
                var agent = Agents[i];
                for (var o = 0; o < agent.OutputCount; o++)
                {
                    for (var s = 0; s < agent.StateCount; s++)
                    {
                        error[row] += Coupling.M[i][(row * agent.OutputCount) + o] * agent.OutputMatrix[(o * agent.StateCount) + s]
                            * states[i][s];
                    }
                }
            }
        }

        return error;
    }

    /// <summary>Global stage cost (32) of paper S1: coupling errors, local costs and violated bounds at the states and inputs of one
    /// period.</summary>
    public double StageCost(double[][] states, double[][] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var error = CouplingError(states);
        var cost = 0.0;
        for (var row = 0; row < error.Length; row++)
        {
            var violation = Coupling.Kinds[row] == RowKind.Inequality ? Math.Max(0.0, error[row]) : error[row];
            cost += Coupling.SlackWeight[row] < CouplingProblem.Hard ? Coupling.SlackWeight[row] * violation * violation : 0.0;
        }

        for (var i = 0; i < Agents.Count; i++)
            cost += LocalCost(Agents[i], states[i], inputs[i]);
        return cost;
    }

    private static double LocalCost(FormationAgent agent, double[] state, double[] input)
    {
        var cost = 0.0;
        for (var i = 0; i < agent.StateCount; i++)
        {
            for (var j = 0; j < agent.StateCount; j++)
                cost += (state[i] - agent.Reference[i]) * agent.StateWeight[(i * agent.StateCount) + j] * (state[j] - agent.Reference[j]);
            cost += agent.BoundPenalty[i] * (Math.Max(0.0, agent.StateLower[i] - state[i]) + Math.Max(0.0, state[i] - agent.StateUpper[i]));
        }

        for (var i = 0; i < agent.InputCount; i++)
        {
            for (var j = 0; j < agent.InputCount; j++)
                cost += input[i] * agent.InputWeight[(i * agent.InputCount) + j] * input[j];
        }

        return cost;
    }

    private static FormationAgent PaperAgent(
        string name, double[] plantA, double[] plantB, double disturbanceLowerM, double lowerM, double upperM, double referenceM) => new()
        {
            Name = name,
            PlantA = plantA,
            PlantB = plantB,
            DisturbanceLower = [disturbanceLowerM, 0.0],
            DisturbanceUpper = [0.0, 0.0],
            ModelA = [1, 0.25, 0, 1],
            ModelB = [0.0312, 0.25],
            StateWeight = [0.5, 0, 0, 0.1],
            InputWeight = [0.1],
            Reference = [referenceM, 0.0],
            InputLower = [-1.0],
            InputUpper = [1.0],
            StateLower = [lowerM, -MpcParameters.Unbounded],
            StateUpper = [upperM, MpcParameters.Unbounded],
            BoundPenalty = [100.0, 100.0],
            OutputMatrix = [1.0, 0.0],
            InitialLower = [lowerM, -0.2],
            InitialUpper = [upperM, 0.2],
        };

    private static void Copy(double[] from, double[] into) => from.CopyTo(into, 0);
}
