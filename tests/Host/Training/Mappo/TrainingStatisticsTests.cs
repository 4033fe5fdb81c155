using MultiAgentEdge.Host.Training.Mappo;

namespace MultiAgentEdge.Tests.Host.Training.Mappo;

public sealed class TrainingStatisticsTests
{
    // The same five episodes as the evaluation's, here under the original reward: they go on to T, and still count as they ended first.
    [Fact]
    public void Episodes_that_go_on_to_T_count_as_they_ended_first()
    {
        var task = new ScriptedTask(5, ".T", "VT", "..B", ".....", "....T");
        var statistics = new TrainingStatistics(task);
        for (var t = 1; t <= 5; t++)
        {
            task.Step([0, 0, 0, 0, 0]);
            for (var e = 0; e < 5; e++)
                statistics.Count(e, reward: 2.0, ended: t == 5);
        }

        var point = statistics.Take(123)!;
        Assert.Equal(123, point.Steps);
        Assert.Equal(5, point.Episodes);
        Assert.Equal(10.0, point.Return);
        Assert.Equal(3.0 / 5, point.TerminalViolationRate);
        Assert.Equal(2.0 / 5, point.StateViolationRate);
        Assert.Equal((2 + 10 + 10 + 10 + 5) / 5.0, point.TimeSteps);
        Assert.Equal((2 + 15 + 15 + 15 + 5) / 5.0, point.Cost);
        Assert.Null(statistics.Take(124));
    }

    [Fact]
    public void A_restart_forgets_episodes_that_run_and_keeps_those_that_ended()
    {
        var task = new ScriptedTask(3, "V");
        var statistics = new TrainingStatistics(task);
        task.Step([0]);
        statistics.Count(0, 1.0, ended: true);
        task.Step([0]);
        statistics.Count(0, 1.0, ended: false);
        statistics.Restart();
        var point = statistics.Take(0)!;
        Assert.Equal((1, 1.0), (point.Episodes, point.Return));
    }
}
