using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Training.Networks;

namespace MultiAgentEdge.Tests.Host.Training.Mappo;

public sealed class TaskEvaluationTests
{
    // T = 5, largest step cost 3. Reached at 2; reached after a violation: too late; both at once: a violation; never; reached at 5.
    [Fact]
    public void An_episode_counts_as_it_ended_first()
    {
        var task = new ScriptedTask(5, ".T", "VT", "..B", ".....", "....T");
        var figures = TaskEvaluation.Run(task, new Mlp([1, 2], 5), 5, seed: 1, TestContext.Current.CancellationToken);
        Assert.Equal(3.0 / 5, figures.TerminalViolationRate);
        Assert.Equal(2.0 / 5, figures.StateViolationRate);
        Assert.Equal((2 + 10 + 10 + 10 + 5) / 5.0, figures.TimeStepsMean);
        Assert.Equal((2 + 15 + 15 + 15 + 5) / 5.0, figures.CostMean);
        Assert.Equal(5, figures.SlowestStep);
        Assert.Equal(5.0, figures.LargestCost);
        Assert.Equal((-1.0, -0.2), (figures.GuidanceLeast, figures.GuidanceGreatest));
    }

    [Fact]
    public void Episodes_beyond_those_asked_for_are_left_out()
    {
        var task = new ScriptedTask(4, ".T", "V", "....");
        var figures = TaskEvaluation.Run(task, new Mlp([1, 2], 3), 4, seed: 1, TestContext.Current.CancellationToken);
        Assert.Equal(4, figures.Episodes);
        Assert.Equal(2.0 / 4, figures.TerminalViolationRate);
        Assert.Equal(1.0 / 4, figures.StateViolationRate);
    }
}
