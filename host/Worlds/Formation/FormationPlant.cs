using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>The true agents (30) of paper S1 with their disturbance, from a seeded generator: same seed, same run.</summary>
public sealed class FormationPlant
{
    private readonly FormationScenario scenario;
    private readonly Xoshiro256 random;

    public FormationPlant(FormationScenario scenario, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        this.scenario = scenario;
        random = new Xoshiro256(seed);
        States = [.. scenario.Agents.Select(agent => new double[agent.StateCount])];
        Restart();
    }

    /// <summary>One state an agent.</summary>
    public double[][] States { get; }

    /// <summary>Where initial states and disturbances come from; with <see cref="States"/> it is the plant's whole memory.</summary>
    public Xoshiro256 Random => random;

    /// <summary>Draws a new initial state for every agent.</summary>
    public void Restart()
    {
        for (var i = 0; i < States.Length; i++)
        {
            for (var s = 0; s < States[i].Length; s++)
                States[i][s] = random.NextUniform(scenario.Agents[i].InitialLower[s], scenario.Agents[i].InitialUpper[s]);
        }
    }

    /// <summary>x+ = A x + B u + e for every agent.</summary>
    /// <param name="inputs">One input an agent.</param>
    public void Step(double[][] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        for (var i = 0; i < States.Length; i++)
        {
            var agent = scenario.Agents[i];
            var next = new double[agent.StateCount];
            for (var s = 0; s < next.Length; s++)
            {
                next[s] = random.NextUniform(agent.DisturbanceLower[s], agent.DisturbanceUpper[s])
                    + Kernel.Dot(agent.PlantA, s * agent.StateCount, States[i], 0, agent.StateCount)
                    + Kernel.Dot(agent.PlantB, s * agent.InputCount, inputs[i], 0, agent.InputCount);
            }

            next.CopyTo(States[i], 0);
        }
    }
}
