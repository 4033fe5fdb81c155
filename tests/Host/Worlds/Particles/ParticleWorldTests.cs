using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Worlds.Particles;

/// <summary>Expected numbers are the published update rules worked out by hand.</summary>
public sealed class ParticleWorldTests
{
    [Fact]
    public void OpenAi_moves_with_the_new_velocity()
    {
        var world = At(ParticleOptions.OpenAi(1, 1), 0.2, 0.1, 1.0, -2.0);
        world.Step([1]);
        Assert.Equal(0.75 + 0.5, world.VelocityX[0], 1e-15);
        Assert.Equal(-1.5, world.VelocityY[0], 1e-15);
        Assert.Equal(0.2 + 0.125, world.PositionX[0], 1e-15);
        Assert.Equal(0.1 - 0.15, world.PositionY[0], 1e-15);
    }

    [Fact]
    public void Mpe2_moves_with_the_old_velocity_and_calls_the_same_action_minus_x()
    {
        var world = At(ParticleOptions.Mpe2(1, 1), 0.2, 0.1, 1.0, -2.0);
        world.Step([1]);
        Assert.Equal(0.75 - 0.5, world.VelocityX[0], 1e-15);
        Assert.Equal(0.2 + 0.1, world.PositionX[0], 1e-15);
        Assert.Equal(0.1 - 0.2, world.PositionY[0], 1e-15);
    }

    [Fact]
    public void Continuous_actions_have_the_sign_of_their_variant()
    {
        double[] action = [0.0, 1.0, 0.25, 0.0, 0.5];
        foreach (var (options, sign) in new[] { (ParticleOptions.OpenAi(1, 1), 1.0), (ParticleOptions.Mpe2(1, 1), -1.0),
            (ParticleOptions.PettingZoo(1, 1), 1.0) })
        {
            var world = At(options, 0.0, 0.0, 0.0, 0.0);
            world.StepContinuous(action);
            Assert.Equal(sign * 0.375, world.VelocityX[0], 1e-15);
            Assert.Equal(sign * -0.25, world.VelocityY[0], 1e-15);
        }
    }

    [Fact]
    public void Contact_pushes_both_apart_by_the_softened_penetration()
    {
        var world = Two(0.0, 0.29, ParticleReward.Shared);
        world.Step([0, 0]);
        // 100 * k log(1 + exp(10)) with k = 1e-3, times dt.
        var push = 0.1 * Math.Log(1.0 + Math.Exp(10.0)) * 0.1;
        Assert.Equal(-push, world.VelocityX[0], 1e-14);
        Assert.Equal(push, world.VelocityX[1], 1e-14);
        Assert.Equal(0.0, world.VelocityY[0]);
    }

    [Fact]
    public void The_same_place_pushes_nowhere_instead_of_to_infinity()
    {
        var world = Two(0.5, 0.5, ParticleReward.Shared);
        world.Step([0, 0]);
        Assert.Equal(0.5, world.PositionX[1]);
    }

    [Theory]
    [InlineData(ParticleReward.Shared, -1.4 - 1.0)]
    [InlineData(ParticleReward.OpenAi, -1.4 - 2.0)]
    [InlineData(ParticleReward.LocalRatio, -0.7 - 0.5)]
    public void Rewards_follow_their_definition(ParticleReward reward, double expected)
    {
        // Landmarks at (1, 0) and (-0.2, 0): nearest agents at 0.2 and 0; the agents overlap.
        var world = Two(0.0, 0.2, reward);
        (world.LandmarkX[0], world.LandmarkX[1]) = (1.0, -0.6);
        var rewards = new double[2];
        world.Rewards(rewards);
        Assert.Equal(expected, rewards[0], 1e-15);
        Assert.Equal(expected, rewards[1], 1e-15);
    }

    [Fact]
    public void Touching_is_not_colliding()
    {
        var world = Two(0.0, 0.3, ParticleReward.Shared);
        var collisions = new double[2];
        world.Collisions(collisions);
        Assert.Equal([0.0, 0.0], collisions);
    }

    [Fact]
    public void Many_environments_are_as_many_single_ones()
    {
        const int count = 7;
        var together = new ParticleWorld(ParticleOptions.Product(5, count));
        together.Reset(new Xoshiro256(4));
        var alone = Enumerable.Range(0, count).Select(e => Copy(together, e)).ToArray();
        var generator = new Xoshiro256(5);
        var actions = new int[5 * count];
        var rewards = new double[5 * count];
        for (var t = 0; t < 25; t++)
        {
            for (var k = 0; k < actions.Length; k++)
                actions[k] = generator.NextInt32(5);
            together.Step(actions);
            together.Rewards(rewards);
            for (var e = 0; e < count; e++)
            {
                alone[e].Step([.. Enumerable.Range(0, 5).Select(i => actions[(i * count) + e])]);
                var own = new double[5];
                alone[e].Rewards(own);
                for (var i = 0; i < 5; i++)
                {
                    Assert.Equal(alone[e].PositionX[i], together.PositionX[(i * count) + e]);
                    Assert.Equal(alone[e].VelocityY[i], together.VelocityY[(i * count) + e]);
                    Assert.Equal(own[i], rewards[(i * count) + e]);
                }
            }
        }
    }

    [Fact]
    public void A_seed_gives_its_world_and_stepping_allocates_nothing()
    {
        var first = new ParticleWorld(ParticleOptions.Product(3, 9));
        var second = new ParticleWorld(ParticleOptions.Product(3, 9));
        first.Reset(new Xoshiro256(1));
        second.Reset(new Xoshiro256(1));
        Assert.Equal(first.PositionX, second.PositionX);
        Assert.Equal(first.LandmarkY, second.LandmarkY);
        Assert.All(first.PositionX, x => Assert.InRange(x, -1.0, 1.0));
        var observation = new ScopedObservation(first, new ObservationShape(3, 2));
        var rows = new float[27 * 14];
        var rewards = new double[27];
        var actions = new int[27];
        first.Step(actions);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var t = 0; t < 100; t++)
            {
                first.Step(actions);
                first.Rewards(rewards);
                observation.Write(rows);
            }
        }));
    }

    private static ParticleWorld At(ParticleOptions options, double x, double y, double vx, double vy)
    {
        var world = new ParticleWorld(options);
        (world.PositionX[0], world.PositionY[0], world.VelocityX[0], world.VelocityY[0]) = (x, y, vx, vy);
        return world;
    }

    private static ParticleWorld Two(double firstX, double secondX, ParticleReward reward)
    {
        var world = new ParticleWorld(ParticleOptions.Product(2, 1) with { Reward = reward });
        (world.PositionX[0], world.PositionX[1]) = (firstX, secondX);
        return world;
    }

    private static ParticleWorld Copy(ParticleWorld all, int environment)
    {
        var one = new ParticleWorld(all.Options with { Environments = 1 });
        foreach (var (from, to) in new[] { (all.PositionX, one.PositionX), (all.PositionY, one.PositionY), (all.LandmarkX, one.LandmarkX),
            (all.LandmarkY, one.LandmarkY) })
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = from[(i * all.Environments) + environment];
        }

        return one;
    }
}
