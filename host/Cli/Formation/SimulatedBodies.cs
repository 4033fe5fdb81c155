using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Cli.Formation;

/// <summary>The bodies of a run's rovers, and how to move their physics to a time.</summary>
/// <param name="Body">What the agent drives.</param>
/// <param name="AdvanceTo">Moves its physics, microseconds.</param>
public sealed record SimulatedBodies(IBody Body, Action<long> AdvanceTo)
{
    public static SimulatedBodies Create(FormationRunOptions options, int agent)
    {
        var a = options.Scenario.Agents[agent];
        var random = new Xoshiro256(options.Seed + (1000 * (ulong)(agent + 1)));
        var initial = new double[a.StateCount];
        for (var i = 0; i < initial.Length; i++)
            initial[i] = random.NextUniform(a.InitialLower[i], a.InitialUpper[i]);
        var body = new LinearBody(new LinearBodyOptions
        {
            A = a.PlantA,
            B = a.PlantB,
            DisturbanceLower = a.DisturbanceLower,
            DisturbanceUpper = a.DisturbanceUpper,
            InitialState = initial,
            SpeedStates = [1],
            PeriodUs = (long)(options.PeriodS * 1e6),
            Seed = random.NextUInt64(),
        });
        return new SimulatedBodies(body, body.AdvanceTo);
    }
}
