using System.Diagnostics;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>How fast <see cref="MaddpgScope"/> learns on one core: whole rounds (environment, sampling, updates) with the paper's settings
/// and a filled replay.</summary>
public static class LearningBench
{
    /// <param name="agents">N.</param>
    /// <param name="actorUnits">Neurons of each hidden layer of the actor; the critic has 64.</param>
    /// <param name="seconds">Time to measure for, after as many rounds as the runtime needs to compile.</param>
    public static LearningBenchResult Run(int agents, int actorUnits, double seconds, CancellationToken cancellation)
    {
        const int warmUpRounds = 300;
        const int episodes = 25_000;
        var options = new MaddpgScopeOptions { Agents = agents, ActorUnits = actorUnits, Episodes = episodes };
        var trainer = new MaddpgScope(options);
        for (var round = 0; round < warmUpRounds; round++)
            trainer.Advance();
        var (stepsBefore, updatesBefore) = (trainer.StepsDone, trainer.Updates);
        var processBefore = Environment.CpuUsage.UserTime;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds && trainer.StepsDone < trainer.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            trainer.Advance();
        }

        var elapsed = watch.Elapsed.TotalSeconds;
        return new LearningBenchResult(
            options.Batch, trainer.StepsDone - stepsBefore, trainer.Updates - updatesBefore, elapsed,
            (Environment.CpuUsage.UserTime - processBefore).TotalSeconds,
            trainer.Model());
    }
}
