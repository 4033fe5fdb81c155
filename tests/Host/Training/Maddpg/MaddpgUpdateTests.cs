using MultiAgentEdge.Host.Training.Maddpg;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Training.Maddpg;

public sealed class MaddpgUpdateTests
{
    private const int Agents = 2;
    private const int Width = 4;
    private const int Size = 32;

    private readonly MaddpgBatch batch = new(Agents, Width, Size, byDistance: true);
    private readonly MaddpgNetworks networks;
    private readonly Xoshiro256 random = new(3);
    private readonly Func<int, Mlp> target;
    private readonly MaddpgUpdate update;

    public MaddpgUpdateTests()
    {
        networks = new MaddpgNetworks(
            [Width, 8, 5], [batch.InputWidth, 8, 1], Size, Size, new AdamOptions { LearningRate = 0.01f }, random);
        target = _ => networks.TargetActor;
        var replay = new EpisodeReplay(Agents, Width, 4, 16);
        for (var episode = 0; episode < 16; episode++)
        {
            var slot = replay.Begin(Agents);
            for (var t = 0; t <= 4; t++)
            {
                for (var agent = 0; agent < Agents; agent++)
                {
                    foreach (ref var number in replay.Observation(slot, t, agent))
                        number = (float)random.NextUniform(-1, 1);
                }

                if (t == 4)
                    continue;
                for (var agent = 0; agent < Agents; agent++)
                    replay.Action(slot, t, agent)[random.NextInt32(5)] = 1f;
                replay.Reward(slot, t) = (float)random.NextUniform(-1, 0);
            }
        }

        batch.Draw(replay, random);
        update = new MaddpgUpdate(batch);
        update.ActNext(target, new MaddpgRates(0.95f, 0f, HardActions: true, RewardScale: 1f), random);
    }

    [Fact]
    public void The_actor_climbs_the_value_of_its_own_action()
    {
        var rates = new MaddpgRates(0.95f, 0f, HardActions: true, RewardScale: 1f);
        // The critic stands still, so its value is the one thing that can have grown.
        networks.CriticAdam.LearningRate = 0f;
        var noise = new ulong[4];
        random.Save(noise);
        var values = new double[60];
        for (var i = 0; i < values.Length; i++)
        {
            random.Restore(noise);
            update.Run(networks, 0, 0, rates, random);
            values[i] = update.ActorValue;
        }

        Assert.True(values[^1] > values[0] + 0.01, $"{values[0]} to {values[^1]}");
    }

    [Fact]
    public void The_critic_comes_to_the_value_of_a_constant_reward()
    {
        // One and the same state and action in every row, now and a step later.
        var replay = new EpisodeReplay(Agents, Width, 1, 1);
        replay.Reward(replay.Begin(Agents), 0) = -1f;
        batch.Draw(replay, random);
        for (var row = 0; row < Size; row++)
        {
            for (var agent = 0; agent < Agents; agent++)
                batch.NextAction(row, agent).Clear();
        }

        var rates = new MaddpgRates(0.5f, 0f, HardActions: true, RewardScale: 1f);
        for (var i = 0; i < 400; i++)
        {
            update.Run(networks, 0, 0, rates, random);
            networks.Follow(0.05f);
        }

        // Q = r + 0.5 Q = -2.
        var value = new float[1];
        networks.Critic.Forward(1, new float[batch.InputWidth], value);
        Assert.InRange(value[0], -2.1f, -1.9f);
        Assert.True(update.CriticLoss < 0.01, $"{update.CriticLoss}");
    }

    [Fact]
    public void The_regulariser_pulls_logits_to_zero()
    {
        networks.CriticAdam.LearningRate = 0f;
        networks.Critic.Parameters.Clear();
        var before = LogitSquare();
        for (var i = 0; i < 200; i++)
            update.Run(networks, 0, 0, new MaddpgRates(0.95f, 1f, HardActions: true, RewardScale: 1f), random);
        Assert.True(LogitSquare() < 0.1 * before);
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        var rates = new MaddpgRates(0.95f, 1e-3f, HardActions: true, RewardScale: 1f);
        for (var i = 0; i < 3; i++)
            update.Run(networks, 0, 0, rates, random);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                update.ActNext(target, rates, random);
                update.Run(networks, 0, 0, rates, random);
            }
        }));
    }

    private double LogitSquare()
    {
        var logits = new float[Size * 5];
        var own = new float[Size * Width];
        batch.WriteObservations(0, 0, Size, own, Width);
        networks.Actor.Forward(Size, own, logits);
        return logits.Sum(logit => (double)logit * logit);
    }
}
