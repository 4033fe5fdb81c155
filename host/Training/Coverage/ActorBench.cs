using System.Diagnostics;
using MultiAgentEdge.Actor;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>What one decision of an actor takes with the very network code that a rover on .NET runs.</summary>
public static class ActorBench
{
    // A round is short, so that in most of them nobody else gets the core.
    private const int InferencesPerRound = 1024;
    private const int Inputs = 64;

    /// <param name="seconds">Time to measure for; the first half second goes to the runtime's compiler.</param>
    public static ActorBenchResult Run(ActorNetwork actor, double seconds, CancellationToken cancellation)
    {
        var random = new Xoshiro256(1);
        var inputs = new float[Inputs][];
        for (var k = 0; k < Inputs; k++)
            inputs[k] = [.. Enumerable.Range(0, actor.InputCount).Select(_ => (float)random.NextUniform(-1.0, 1.0))];
        var output = new float[actor.OutputCount];
        var best = long.MaxValue;
        // Of the round with the least: a collection that another thread begins is booked on this one, too. What an inference allocates,
        // every round does.
        var allocated = long.MaxValue;
        var begun = Stopwatch.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            var round = Stopwatch.GetTimestamp();
            for (var i = 0; i < InferencesPerRound; i++)
            {
                if (actor.TryInfer(inputs[i % Inputs], output) != ActorStatus.Ok)
                    throw new ArgumentException("The actor gives no finite answer to numbers in [-1, 1].", nameof(actor));
            }

            best = Math.Min(best, Stopwatch.GetTimestamp() - round);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - allocatedBefore);
        }
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds);
        return new ActorBenchResult(best * 1e9 / Stopwatch.Frequency / InferencesPerRound, (double)allocated / InferencesPerRound);
    }
}
