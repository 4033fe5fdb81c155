using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Worlds.Particles;

public sealed class ScopedObservationTests
{
    [Fact]
    public void Landmarks_and_others_stand_nearest_first_and_equal_ones_in_their_order()
    {
        var world = Line();
        Assert.Equal<float>(
            [0.1f, 0.2f, 0f, 0f, 0.5f, 0f, -0.5f, 0f, 1f, 0f, -0.25f, 0f, 0.75f, 0f, 0.5f],
            Row(world, new ObservationShape(3, 2, TimeFeature: true), 0));
    }

    [Fact]
    public void A_smaller_scope_keeps_the_nearest() =>
        Assert.Equal<float>([0.1f, 0.2f, 0f, 0f, 0.5f, 0f, -0.25f, 0f], Row(Line(), new ObservationShape(1, 1), 0));

    [Fact]
    public void What_is_not_there_is_zero() =>
        Assert.Equal<float>(
            [0f, 0f, 0.75f, 0f, 0.25f, 0f, -0.25f, 0f, -1.25f, 0f, 0f, 0f, -0.75f, 0f, -1f, 0f, 0f, 0f],
            Row(Line(), new ObservationShape(4, 3), 1));

    [Fact]
    public void Unsorted_is_in_the_order_of_the_index() =>
        Assert.Equal<float>(
            [0.1f, 0.2f, 0f, 0f, 1f, 0f, 0.5f, 0f, -0.5f, 0f, 0.75f, 0f, -0.25f, 0f],
            Row(Line(), new ObservationShape(3, 2, Sorted: false), 0));

    [Theory]
    [InlineData(3, 3, 2)]
    [InlineData(7, 3, 2)]
    [InlineData(3, 5, 4)]
    public void Vector_lanes_and_remainder_give_the_bits_of_a_single_environment(int agents, int landmarks, int others)
    {
        const int environments = 13;
        var world = new ParticleWorld(ParticleOptions.Product(agents, environments));
        world.Reset(new Xoshiro256(3));
        var shape = new ObservationShape(landmarks, others);
        var rows = new float[environments * agents * shape.Width];
        new ScopedObservation(world, shape).Write(rows);
        for (var e = 0; e < environments; e++)
        {
            var one = new ParticleWorld(world.Options with { Environments = 1 });
            for (var i = 0; i < agents; i++)
            {
                (one.PositionX[i], one.PositionY[i]) = (world.PositionX[(i * environments) + e], world.PositionY[(i * environments) + e]);
                (one.LandmarkX[i], one.LandmarkY[i]) = (world.LandmarkX[(i * environments) + e], world.LandmarkY[(i * environments) + e]);
            }

            var own = new float[agents * shape.Width];
            new ScopedObservation(one, shape).Write(own);
            Assert.Equal(own, rows[(e * own.Length)..((e + 1) * own.Length)]);
        }
    }

    /// <summary>Agents at x = 0, 0.75, -0.25; landmarks at x = 1, 0.5, -0.5.</summary>
    private static ParticleWorld Line()
    {
        var world = new ParticleWorld(ParticleOptions.Product(3, 1));
        double[] agents = [0.0, 0.75, -0.25];
        double[] landmarks = [1.0, 0.5, -0.5];
        agents.CopyTo(world.PositionX, 0);
        landmarks.CopyTo(world.LandmarkX, 0);
        (world.VelocityX[0], world.VelocityY[0]) = (0.1, 0.2);
        return world;
    }

    private static float[] Row(ParticleWorld world, ObservationShape shape, int agent)
    {
        var rows = new float[3 * shape.Width];
        new ScopedObservation(world, shape).Write(rows, 0.5f);
        return rows[(agent * shape.Width)..((agent + 1) * shape.Width)];
    }
}
