using System.Diagnostics;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>How fast the world is on one core: random actions, episodes of 25 steps with a new random start each, rewards; and the same
/// with sorted observations.</summary>
public static class ParticleBench
{
    private const int EpisodeSteps = 25;
    private const int Tables = 64;

    /// <returns>Environment steps per second of wall clock, without and with sorted observations.</returns>
    public static (double Plain, double Sorted) Run(
        int agents, int environments, double seconds, ulong seed, CancellationToken cancellation)
    {
        var generator = new Xoshiro256(seed);
        var world = new ParticleWorld(ParticleOptions.Product(agents, environments));
        var observation = new ScopedObservation(world, new ObservationShape(agents, agents - 1));
        var rows = new float[agents * environments * observation.Shape.Width];
        var rewards = new double[agents * environments];
        var actions = new int[Tables * agents * environments];
        for (var i = 0; i < actions.Length; i++)
            actions[i] = generator.NextInt32(5);
        Measure(true, seconds / 10.0);
        return (Measure(false, seconds / 2.0), Measure(true, seconds / 2.0));

        double Measure(bool observe, double limit)
        {
            var watch = Stopwatch.StartNew();
            var steps = 0L;
            var table = 0;
            while (watch.Elapsed.TotalSeconds < limit)
            {
                cancellation.ThrowIfCancellationRequested();
                world.Reset(generator);
                for (var t = 0; t < EpisodeSteps; t++, table = (table + 1) % Tables)
                {
                    world.Step(actions.AsSpan(table * agents * environments, agents * environments));
                    world.Rewards(rewards);
                    if (observe)
                        observation.Write(rows);
                }

                steps += (long)EpisodeSteps * environments;
            }

            return steps / watch.Elapsed.TotalSeconds;
        }
    }
}
