using MultiAgentEdge.Host.Missions.Coverage.Coordination;

namespace MultiAgentEdge.Tests.Integration.Coverage;

/// <summary>An actor that stays where it is, whatever it sees.</summary>
internal static class StillActor
{
    /// <returns>Path of its set.</returns>
    public static string Write(string folder, int units, double periodS)
    {
        var sense = new CoverageSense(3, 2) { AbsentOther = (3, 3) };
        CoverageLayer Layer(int inputs, int outputs) => new(inputs, outputs, new float[inputs * outputs], new float[outputs]);
        var policy = new CoveragePolicy { Sense = sense, PeriodS = periodS,
            Layers = [Layer(sense.Width, units), Layer(units, units), Layer(units, 5)] };
        var path = Path.Combine(folder, $"actor-{units}.set");
        File.WriteAllBytes(path, CoverageParameterSet.Build(policy, [0, 0], 1));
        return path;
    }
}
