using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>The control problem that a fleet file describes. What a fleet file has no key for (costs, slack weight, discount, model) is
/// that of paper S1.</summary>
public static class FleetScenario
{
    public static FormationScenario Of(FleetFile fleet)
    {
        var paper = FormationScenario.PaperS1();
        // Without a formation: one row that no rover has part in.
        var coupling = new CouplingProblem(
            fleet.Rovers.Count, Math.Max(1, fleet.Distances.Count), fleet.Horizon, outputs: 1) { Discount = paper.Discount };
        var names = fleet.Rovers.Select(rover => rover.Name).ToList();
        for (var row = 0; row < fleet.Distances.Count; row++)
        {
            coupling.M[names.IndexOf(fleet.Distances[row].From)][row] = 1;
            coupling.M[names.IndexOf(fleet.Distances[row].To)][row] = -1;
            coupling.Target[row] = fleet.Distances[row].DistanceM;
            coupling.SlackWeight[row] = paper.Coupling.SlackWeight[0];
        }

        return new FormationScenario([.. fleet.Rovers.Select(rover => RoverAgent.Of(rover, paper.Agents[0]))], coupling, fleet.PeriodS);
    }

    /// <summary>The formation that a fleet keeps.</summary>
    /// <exception cref="MaeException">The fleet mixes bodies, or has no distance to keep.</exception>
    public static FormationRunOptions Options(FleetFile fleet)
    {
        if (fleet.Distances.Count == 0)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE212", "This fleet has no formation: no distance between rovers.",
                "Write formation: distances: in the fleet file; mae new shows how.");
        }

        return Simulation(fleet);
    }

    /// <summary>What simulated rovers are made from, whatever they will drive.</summary>
    /// <exception cref="MaeException">The fleet mixes bodies.</exception>
    public static FormationRunOptions Simulation(FleetFile fleet)
    {
        if (fleet.Rovers.Select(rover => rover.Body).Distinct().Count() > 1)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE213", "This fleet mixes linear and rover bodies; one run simulates one kind.",
                "Give every rover the same body.");
        }

        return new FormationRunOptions
        {
            Scenario = fleet.Rovers[0].Body == SimulatedBodies.Rover ? Of(fleet).OnWheels() : Of(fleet),
            Fleet = fleet.Fleet,
            Keys = fleet.Keys(),
            Rovers = [.. fleet.Rovers.Select(rover => rover.Name)],
            Bodies = fleet.Rovers[0].Body,
            PeriodS = fleet.PeriodS,
            RoundsPerPeriod = fleet.RoundsPerPeriod,
            Mode = NegotiationModes.Of(fleet.Negotiation),
            Seed = (ulong)fleet.Seed,
            BrokerHost = fleet.Broker.Host,
            BrokerPort = fleet.Broker.Port,
        };
    }
}
