using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>
/// Whether a plant can be driven at all, found out before anybody waits for it: its rover alone, without noise and without the others, from
/// the far end of where it may start, with each of the models that it will be given.
/// </summary>
public static class PlantTrial
{
    private const int Periods = 40;

    /// <summary>Why not; null where it can.</summary>
    /// <param name="drives">Whether the body is this plant; otherwise it is a model of wheels, of which a controller must be made.</param>
    public static string? Reason(FormationAgent agent, int horizon, double periodS, bool drives)
    {
        try
        {
            var coupling = new CouplingProblem(agents: 1, rows: 1, stages: horizon, outputs: agent.OutputCount);
            var scenario = new FormationScenario([agent], coupling, periodS);
            return Drive(scenario, FormationScenario.ImperfectModel, drives) ?? Drive(scenario, FormationScenario.TrueModel, drives);
        }
        catch (ArgumentException exception)
        {
            return $"no controller can be made of it ({exception.Message.Split(" (Parameter", 2)[0].TrimEnd('.')})";
        }
    }

    private static string? Drive(FormationScenario scenario, int version, bool drives)
    {
        var agent = scenario.Agents[0];
        var controller = new FormationTeam(scenario, version, NegotiationMode.Admm).Controllers[0];
        var price = new double[scenario.Horizon * agent.OutputCount];
        double[] state = [.. agent.InitialUpper];
        var limit = new RoverOptions().StateLimit;
        for (var period = 1; period <= (drives ? Periods : 1); period++)
        {
            if (controller.Solve(state, price) != QpStatus.Solved)
                return FormattableString.Invariant($"in period {period} its controller finds no input");
            state = Next(agent, state, controller.Inputs);
            if (drives && Array.FindIndex(state, value => !(Math.Abs(value) <= limit)) is >= 0 and var wrong)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"after {period} control periods its state {wrong + 1} is {state[wrong]:G4}, and above {limit:0} a rover takes that "
                    + $"for a broken sensor and stops");
            }
        }

        return null;
    }

    private static double[] Next(FormationAgent agent, double[] state, double[] inputs)
    {
        var next = new double[state.Length];
        for (var i = 0; i < next.Length; i++)
        {
            next[i] = 0.5 * (agent.DisturbanceLower[i] + agent.DisturbanceUpper[i]);
            for (var j = 0; j < state.Length; j++)
                next[i] += agent.PlantA[(i * state.Length) + j] * state[j];
            for (var j = 0; j < agent.InputCount; j++)
                next[i] += agent.PlantB[(i * agent.InputCount) + j] * inputs[j];
        }

        return next;
    }
}
