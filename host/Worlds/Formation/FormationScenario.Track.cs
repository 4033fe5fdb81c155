using MultiAgentEdge.Coupling;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Worlds;

public sealed partial class FormationScenario
{
    /// <summary>Least distance of two neighbours on <see cref="Track"/>, centre to centre.</summary>
    public const double TrackDistanceM = 0.5;

    /// <summary>
    /// The general form (1d), (7a) of paper S1: its three plants one behind the other on a track, told to stand 0.3 m apart and to keep 0.5
    /// m. Inequality rows x_i - x_{i+1} at most -0.5 m. The disturbance of (30a) acts on the middle rover, and towards the one behind it,
    /// so that the imperfect model breaks the distance. The track is long enough that no other bound matters.
    /// </summary>
    /// <param name="slackWeight">w of the rows; <see cref="CouplingProblem.Hard"/>: they give way to nothing.</param>
    public static FormationScenario Track(double slackWeight = 100.0)
    {
        var paper = PaperS1();
        var coupling = new CouplingProblem(agents: 3, rows: 2, stages: paper.Horizon, outputs: 1) { Discount = paper.Discount };
        for (var row = 0; row < 2; row++)
        {
            coupling.M[row][row] = 1.0;
            coupling.M[row + 1][row] = -1.0;
            coupling.Target[row] = -TrackDistanceM;
            coupling.Kinds[row] = RowKind.Inequality;
            coupling.SlackWeight[row] = slackWeight;
        }

        double[] startM = [0.0, 0.9, 1.8], referenceM = [0.6, 0.9, 1.2];
        return new FormationScenario(
            [.. paper.Agents.Select((agent, i) => agent with
            {
                DisturbanceLower = [i == 1 ? -0.1 : 0.0, 0.0],
                Reference = [referenceM[i], 0.0],
                StateLower = [-5.0, -MpcParameters.Unbounded],
                StateUpper = [5.0, MpcParameters.Unbounded],
                InitialLower = [startM[i] - 0.1, -0.1],
                InitialUpper = [startM[i] + 0.1, 0.1],
            })],
            coupling,
            paper.PeriodS);
    }
}
