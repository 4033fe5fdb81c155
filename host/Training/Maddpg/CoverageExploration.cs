using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>Runs episodes side by side with the actors as they are, actions drawn by Gumbel noise, and puts them into the replay. Nothing
/// is allocated after the first use of a team size.</summary>
internal sealed class CoverageExploration
{
    private const int K = EpisodeReplay.ActionCount;

    private readonly EpisodeReplay replay;
    private readonly ObservationShape shape;
    private readonly int episodes;
    private readonly bool hard;
    private readonly ParticleWorld?[] worlds;
    private readonly ScopedObservation?[] observations;
    private readonly float[] rows; // E x N x W
    private readonly float[] actions; // N x E x 5
    private readonly double[] continuous;
    private readonly double[] rewards;
    private readonly int[] slots;

    public CoverageExploration(EpisodeReplay replay, ObservationShape shape, int episodes, bool hard)
    {
        this.replay = replay;
        this.shape = shape;
        this.episodes = episodes;
        this.hard = hard;
        var agents = replay.Agents;
        worlds = new ParticleWorld?[agents + 1];
        observations = new ScopedObservation?[agents + 1];
        rows = new float[episodes * agents * shape.Width];
        actions = new float[agents * episodes * K];
        continuous = new double[agents * episodes * K];
        rewards = new double[agents * episodes];
        slots = new int[episodes];
    }

    /// <param name="team">Agents that are there, at most the replay's N; as many landmarks.</param>
    /// <param name="actorOf">An agent's actor.</param>
    /// <returns>The mean return of an agent and episode.</returns>
    public double Run(int team, Func<int, Mlp> actorOf, Xoshiro256 random)
    {
        var world = worlds[team] ??= new ParticleWorld(ParticleOptions.Product(team, episodes));
        var observation = observations[team] ??= new ScopedObservation(world, shape);
        for (var e = 0; e < episodes; e++)
            slots[e] = replay.Begin(team);
        world.Reset(random);
        Observe(observation, team, 0);
        var sum = 0.0;
        for (var t = 0; t < replay.Steps; t++)
        {
            for (int agent = 0, next; agent < team; agent = next)
            {
                // Agents of one actor go through it together.
                var actor = actorOf(agent);
                for (next = agent + 1; next < team && actorOf(next) == actor;)
                    next++;
                Act(actor, agent, next, team, random);
            }

            for (var i = 0; i < team * episodes * K; i++)
                continuous[i] = actions[i];
            world.StepContinuous(continuous);
            world.Rewards(rewards);
            for (var e = 0; e < episodes; e++)
            {
                for (var agent = 0; agent < team; agent++)
                    actions.AsSpan(((agent * episodes) + e) * K, K).CopyTo(replay.Action(slots[e], t, agent));
                replay.Reward(slots[e], t) = (float)rewards[e];
                sum += rewards[e];
            }

            Observe(observation, team, t + 1);
        }

        return sum / episodes;
    }

    private void Observe(ScopedObservation observation, int team, int t)
    {
        observation.Write(rows, (float)t / replay.Steps);
        for (var row = 0; row < episodes * team; row++)
            rows.AsSpan(row * shape.Width, shape.Width).CopyTo(replay.Observation(slots[row / team], t, row % team));
    }

    private void Act(Mlp actor, int first, int end, int team, Xoshiro256 random)
    {
        var input = actor.Input;
        for (int agent = first, to = 0; agent < end; agent++)
        {
            for (var e = 0; e < episodes; e++, to += actor.InputWidth)
                rows.AsSpan(((e * team) + agent) * shape.Width, shape.Width).CopyTo(input[to..]);
        }

        actor.Forward((end - first) * episodes);
        for (var agent = first; agent < end; agent++)
        {
            var sample = actions.AsSpan(agent * episodes * K, episodes * K);
            GumbelSoftmax.Noise(random, sample);
            GumbelSoftmax.AddLogits(sample, actor.Output[((agent - first) * episodes * actor.OutputWidth)..], actor.OutputWidth, K);
            if (hard)
                GumbelSoftmax.Harden(sample, K);
            else
                GumbelSoftmax.Softmax(sample, K);
        }
    }
}
