using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>Coverage sets with a random actor.</summary>
public static class CoverageSets
{
    public static CoveragePolicy Policy(int others = 2, double periodS = 0.25)
    {
        var random = new Xoshiro256(11);
        var sense = new CoverageSense(3, others) { AbsentOther = (3, 3) };
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextUniform(-0.5, 0.5))];
        CoverageLayer Layer(int inputs, int outputs) => new(inputs, outputs, Draw(inputs * outputs), Draw(outputs));
        return new CoveragePolicy { Sense = sense, PeriodS = periodS, Layers = [Layer(sense.Width, 16), Layer(16, 5)] };
    }

    public static byte[] Build(CoveragePolicy policy, uint version = 1, (double XM, double YM, double HeadingRad)? start = null) =>
        CoverageParameterSet.Build(policy, [0.5, 0.5, -0.5, 0.5, 0, -0.5], version, start);
}
