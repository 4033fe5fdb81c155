using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Worlds;

namespace IceSledges;

/// <summary>
/// Three sledges under the product's own formation controller. Version 1 of their sets takes them for masses without friction or wind;
/// version 2, pushed at half time while they drive, has the drag linearised about the mean wind, and that wind.
/// </summary>
public static class SledgeFormation
{
    /// <summary>Drag over mass, 1/m, of the first, the second and the third: the wind takes a large sail more than a small one.</summary>
    public static IReadOnlyList<double> DragsPerM { get; } = [0.013, 0.03, 0.006];

    /// <summary>Distances, boxes and costs of paper S1, on sledges that start side by side at rest.</summary>
    public static FormationScenario Scenario(SledgeOptions sledge)
    {
        var paper = FormationScenario.PaperS1();
        return new FormationScenario(
            [.. paper.Agents.Select((agent, i) => Agent(agent, sledge with { DragPerM = DragsPerM[i] }, paper.PeriodS))],
            paper.Coupling,
            paper.PeriodS);
    }

    public static FormationRunOptions Options(SledgeOptions sledge, int periods, ulong seed)
    {
        var scenario = Scenario(sledge);
        return new FormationRunOptions
        {
            Scenario = scenario,
            Rovers = [.. scenario.Agents.Select(agent => agent.Name)],
            PeriodS = scenario.PeriodS,
            Periods = periods,
            Seed = seed,
            InProcess = true,
            BodyOf = (agent, clock) =>
            {
                var body = new Sledge(sledge with { DragPerM = DragsPerM[agent], Seed = seed + (1000 * (ulong)(agent + 1)) });
                return new SimulatedBody(new ClockedBody(body, body, clock, standsUntilInput: true), null, () => body.PositionM);
            },
        };
    }

    // c (w - v) |w - v| at v = 0: a push c w |w|, and a friction of 2 c |w|; then exact for a thrust that is held for the period.
    private static FormationAgent Agent(FormationAgent agent, SledgeOptions sledge, double periodS)
    {
        var push = sledge.DragPerM * sledge.WindMeanMS * Math.Abs(sledge.WindMeanMS);
        var friction = 2 * sledge.DragPerM * Math.Abs(sledge.WindMeanMS);
        var decay = Math.Exp(-friction * periodS);
        var glideS = (1 - decay) / friction;
        double[] b = [(periodS - glideS) / friction, glideS];
        double[] wind = [b[0] * push, b[1] * push];
        return agent with
        {
            PlantA = [1, glideS, 0, decay],
            PlantB = b,
            DisturbanceLower = wind,
            DisturbanceUpper = wind,
            InitialLower = [0, 0],
            InitialUpper = [0, 0],
        };
    }
}
