using System.Globalization;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Learning;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Integration.Formation;

/// <summary>Learning while driving for as long as offline: 30,000 periods over MQTT and in process, within 10 % of the trainer. The long
/// lane: MAE_LONG=1.</summary>
public class LongLearningRunTests(ITestOutputHelper output)
{
    private const int Samples = 30_000;

    public static bool IsLong => Environment.GetEnvironmentVariable("MAE_LONG") == "1";

    [Theory(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    [InlineData(1ul, false)]
    [InlineData(1ul, true)]
    [InlineData(2ul, true)]
    [InlineData(3ul, true)]
    public void Thirty_thousand_periods_reach_the_offline_result_within_a_tenth(ulong seed, bool inProcess)
    {
        if (!inProcess)
        {
            Lanes.RequireMosquitto();
        }

        var scenario = FormationScenario.PaperS1();
        var learner = new LiveLearner(scenario, new LiveLearnerOptions { Seed = seed, Samples = Samples });
        var figures = new LiveFigures(scenario, learner, rounds: 2, seed);
        learner.Learned += figures.Add;
        using var run = new FormationRun(
            new FormationRunOptions
            {
                Scenario = scenario,
                Rovers = ["rover-1", "rover-2", "rover-3"],
                InProcess = inProcess,
                Client = inProcess ? LinkFactory.Auto : LinkFactory.MqttNet,
                Periods = Samples,
                PushSecondVersion = false,
                Seed = seed,
            },
            learner);
        run.Execute(TestContext.Current.CancellationToken);
        var live = figures.Evaluate();
        var offline = FormationTraining.Run(
            scenario, new QLearnerOptions { Seed = seed, Samples = Samples }, TestContext.Current.CancellationToken);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}, {(inProcess ? "in process" : "MQTT")}: live {live.Learned.StageCost:0.0000}, offline "
            + $"{offline.Learned.StageCost:0.0000}, oracle {live.Oracle.StageCost:0.0000}, no learning {live.NoLearning.StageCost:0.000}; "
            + $"last 1000: live {live.StageCostLast:0.000}, offline {offline.StageCostLast:0.000}, |TD| {live.TdErrorAbsMeanLast:0.000}, "
            + $"{offline.TdErrorAbsMeanLast:0.000}"));

        Assert.Equal(0, learner.Skipped);
        Assert.True(live.Learned.StageCost <= 1.1 * offline.Learned.StageCost);
        Assert.True(live.StageCostLast <= 1.1 * offline.StageCostLast);
        Assert.Equal(0.0, live.Learned.ViolationShare);
        Assert.True(live.TdErrorAbsMeanLast <= 0.17);
    }
}
