using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>What a wrong model costs a formation on wheels, and so what learning can mend there: a drift, and hardly A or B.</summary>
public class PlanarModelTests(ITestOutputHelper output)
{
    private const double T = PlanarScenario.PeriodS;

    public static TheoryData<string, double[], double[], double, double, double> Models => new()
    {
        // What, A, B, drift in a period (m), and the bounds of the error of relative positions (m).
        { "true", [1, T, 0, 1], [0.5 * T * T, T], 0, 0, 0.012 },
        { "answers with half", [1, 0.9 * T, 0, 0.85], [0.25 * T * T, 0.5 * T], 0, 0, 0.018 },
        { "answers with six times", [1, T, 0, 1], [3 * T * T, 6 * T], 0, 0, 0.018 },
        { "drifts by 10 mm a period", [1, T, 0, 1], [0.5 * T * T, T], 0.01, 0.03, 0.07 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void A_wrong_model_costs(string what, double[] a, double[] b, double driftM, double least, double most)
    {
        string[] rovers = ["a", "b", "c"];
        var scenario = PlanarScenario.OneAxis(rovers, T, PlanarScenario.Horizon, (a, b), i => i == 1 ? -driftM : driftM);
        using var run = new PlanarRun(new PlanarRunOptions
        {
            Rovers = rovers,
            Starts = PlanarOptions.Starts(3, 0.7, 1),
            Shape = FormationShape.Of("triangle", 3, 0.7),
            Path = FormationPath.Of("circle", 1.5),
            Periods = 200,
            InProcess = true,
            Parameters = agent => scenario.ParametersFor(agent, FormationScenario.ImperfectModel),
        });
        run.Execute(TestContext.Current.CancellationToken);
        var error = PlanarFigures.Of(run.Records).FormationErrorRmsM;
        output.WriteLine(FormattableString.Invariant($"{what}: {1000 * error:0.0} mm"));
        Assert.InRange(error, least, most);
    }
}
