using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Records a coverage rover among five: scope of five landmarks and four others as in paper S3, an actor of two hidden layers of 64. Its
/// weights are random, of the size of a fresh network's: what they are does not change what a step costs, except through the zeros of its
/// ReLU.
/// </summary>
public static class CoverageTape
{
    private const int Agents = 5;

    /// <summary>What a random actor wants leads away from everything; long before the position is implausible, the rover is put
    /// back.</summary>
    private const int PutBackEvery = 400;

    public static AgentTape Record(RoverOptions options, int periods, ulong seed, bool quantised)
    {
        var random = new Xoshiro256(seed);
        var policy = Policy(random, quantised);
        double[] landmarks = [.. Enumerable.Range(0, 2 * Agents).Select(_ => random.NextUniform(-1, 1))];
        var state = new StateFrame(4) { Mode = RoverMode.Running, StateCount = 4 };
        var others = Enumerable
            .Range(2, Agents - 1)
            .Select(i => (Name: $"rover-{i}", X: random.NextUniform(-1, 1), Y: random.NextUniform(-1, 1))).ToList();
        IEnumerable<(string, StateFrame)> Others(int period)
        {
            foreach (var other in others)
            {
                state.Tick = (uint)period + 1;
                state.State[0] = other.X + (0.2 * Math.Sin(0.05 * period));
                state.State[1] = other.Y;
                yield return (other.Name, state);
            }
        }

        return ScriptedTape.Record(
            options, CoverageParameterSet.Build(policy, landmarks, 1), [0.3, -0.2, 0, 0], periods, Others, PutBackEvery);
    }

    /// <summary>The set that <see cref="Record"/> pushes.</summary>
    /// <param name="tracking">For two wheels; null: for a particle.</param>
    public static byte[] Set(ulong seed, bool quantised, uint version = 1, CoverageTracking? tracking = null)
    {
        var random = new Xoshiro256(seed);
        return CoverageParameterSet.Build(
            Policy(random, quantised) with { Tracking = tracking },
            [.. Enumerable.Range(0, 2 * Agents).Select(_ => random.NextUniform(-1, 1))], version, tracking is null ? null : (0, 0, 0));
    }

    private static CoveragePolicy Policy(Xoshiro256 random, bool quantised)
    {
        var sense = new CoverageSense(Agents, Agents - 1);
        CoverageLayer Layer(int inputs, int outputs) => new(inputs, outputs, Draw(inputs * outputs, inputs), Draw(outputs, inputs));
        float[] Draw(int count, int inputs) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextUniform(-1, 1) / Math.Sqrt(inputs)))];
        var policy = new CoveragePolicy { Sense = sense, Layers = [Layer(sense.Width, 64), Layer(64, 64), Layer(64, 5)] };
        return quantised ? policy.Quantise() : policy;
    }
}
