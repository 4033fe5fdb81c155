using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>A rover of the fleet file as an agent of a formation, and whether it can be driven.</summary>
public static class RoverAgent
{
    // The reader's own bounds: at them a position is unbounded.
    private const double UnboundedM = 1000;

    /// <summary>What the file leaves out is <paramref name="paper"/>'s.</summary>
    public static FormationAgent Of(RoverEntry rover, FormationAgent paper)
    {
        var min = rover.PositionMinM <= -UnboundedM ? -MpcParameters.Unbounded : rover.PositionMinM;
        var max = rover.PositionMaxM >= UnboundedM ? MpcParameters.Unbounded : rover.PositionMaxM;
        return paper with
        {
            Name = rover.Name,
            PlantA = rover.Plant?.A ?? paper.ModelA,
            PlantB = rover.Plant?.B ?? paper.ModelB,
            DisturbanceLower = [rover.Plant?.DisturbanceMin ?? 0, 0],
            DisturbanceUpper = [rover.Plant?.DisturbanceMax ?? 0, 0],
            Reference = [rover.ReferenceM, 0],
            StateLower = [min, -MpcParameters.Unbounded],
            StateUpper = [max, MpcParameters.Unbounded],
            // Runs begin anywhere in the allowed range, or within half a metre of the reference where there is none.
            InitialLower = [min > -UnboundedM ? min : rover.ReferenceM - 0.5, paper.InitialLower[1]],
            InitialUpper = [max < UnboundedM ? max : rover.ReferenceM + 0.5, paper.InitialUpper[1]],
        };
    }

    /// <summary>Why a rover's plant cannot be driven; null where it can.</summary>
    public static string? WhyNot(RoverEntry rover, int horizon, double periodS) =>
        PlantTrial.Reason(Of(rover, FormationScenario.PaperS1().Agents[0]), horizon, periodS, drives: rover.Body != RoverEntry.Wheels);
}
