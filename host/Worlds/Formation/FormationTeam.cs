using MultiAgentEdge.Coupling;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// The local controllers of a scenario and their negotiator in one process: no wire, no agent, no clock. What papers' figures and trainers
/// run on.
/// </summary>
public sealed class FormationTeam
{
    private readonly CouplingProblem coupling;
    private readonly double[][] prices;
    private readonly double[] sensitivity;
    private readonly Xoshiro256 losses = new(1);

    /// <param name="version">As in <see cref="FormationScenario.ParametersFor"/>.</param>
    /// <param name="options">Null: the defaults.</param>
    public FormationTeam(
        FormationScenario scenario, int version, NegotiationMode mode, double tighteningM = 0.0, NegotiatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Scenario = scenario;
        coupling = scenario.CopyCoupling();
        Negotiator = new Negotiator(coupling, mode, options ?? new NegotiatorOptions());
        var priceCount = scenario.Horizon * scenario.Coupling.OutputCount;
        prices = [.. scenario.Agents.Select(_ => new double[priceCount])];
        sensitivity = new double[priceCount * priceCount];
        Inputs = [.. scenario.Agents.Select(agent => new double[agent.InputCount])];
        Parameters = [.. Enumerable.Range(0, scenario.Agents.Count).Select(i => scenario.ParametersFor(i, version, tighteningM))];
        Controllers = [.. scenario.Agents.Select(a => new MpcController(a.StateCount, a.InputCount, a.OutputCount, scenario.Horizon))];
        for (var i = 0; i < Controllers.Count; i++)
        {
            Negotiator.CopyCouplingWeight(i, Parameters[i].CouplingWeight);
            if (Controllers[i].Configure(Parameters[i]) != QpStatus.Solved)
                throw new ArgumentException($"The parameters of {scenario.Agents[i].Name} do not make a controller.", nameof(version));
        }
    }

    public FormationScenario Scenario { get; }

    public Negotiator Negotiator { get; }

    public IReadOnlyList<MpcController> Controllers { get; }

    public IReadOnlyList<MpcParameters> Parameters { get; }

    /// <summary>First inputs of the last negotiation, one an agent.</summary>
    public double[][] Inputs { get; }

    /// <summary>Share of plans that never reach the negotiator, in [0, 1); which ones, is the same in every run.</summary>
    public double LostShare { get; init; }

    /// <summary>Makes inequality rows ask for more, such as a least distance for a margin.</summary>
    /// <param name="marginM">0 or more, one a row.</param>
    public void TightenCoupling(double[] marginM) => Scenario.Tighten(coupling, marginM);

    /// <summary>The price that an agent last solved at.</summary>
    public double[] PriceOf(int agent) => prices[agent];

    /// <summary>
    /// One control period's negotiation: rounds until the residual is at most <paramref name="tolerance"/> or <paramref name="roundLimit"/>
    /// is reached, then the inputs. With a tolerance of 0 it is a fixed number of rounds and a final solve, as on the rovers.
    /// </summary>
    /// <param name="shift">Whether the warm start moves on by a stage; null: as the last period suggests.</param>
    /// <returns>Rounds taken: how often every agent broadcast its outputs.</returns>
    public int Negotiate(double[][] states, double tolerance, int roundLimit, bool? shift = null)
    {
        ArgumentNullException.ThrowIfNull(states);
        Negotiator.BeginPeriod(shift ?? Negotiator.PrefersShift());
        for (var i = 0; i < Controllers.Count; i++)
            Controllers[i].Advance();
        var rounds = 0;
        Solve(states);
        while (rounds < roundLimit)
        {
            for (var i = 0; i < Controllers.Count; i++)
            {
                if (losses.NextUniform(0.0, 1.0) < LostShare)
                    continue;
                Negotiator.SetOutputs(i, Controllers[i].Outputs);
                if (Negotiator.Mode == NegotiationMode.DualNewton && Controllers[i].TryOutputSensitivity(sensitivity))
                    Negotiator.SetSensitivity(i, sensitivity);
            }

            rounds++;
            var residual = Negotiator.Update();
            if (residual <= tolerance)
                break;
            Solve(states);
        }

        for (var i = 0; i < Controllers.Count; i++)
            Array.Copy(Controllers[i].Inputs, Inputs[i], Inputs[i].Length);
        return rounds;
    }

    /// <summary>
    /// Forgets what the solvers and the mixing keep beside the numbers of <see cref="Negotiator.CopyState"/>: two teams with the same
    /// parameters, of which one took the other's state, go on with the same bits when both settle here.
    /// </summary>
    /// <param name="state">Negotiator's state, taken over; null: its own.</param>
    public void Settle(double[]? state = null)
    {
        if (state is null)
            Negotiator.CopyState(state = new double[Negotiator.StateCount]);
        Negotiator.TakeState(state);
        for (var i = 0; i < Controllers.Count; i++)
            Controllers[i].Reset();
    }

    private void Solve(double[][] states)
    {
        for (var i = 0; i < Controllers.Count; i++)
        {
            Negotiator.CopyPrice(i, prices[i]);
            Controllers[i].Solve(states[i], prices[i]);
        }
    }
}
