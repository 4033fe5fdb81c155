using MultiAgentEdge.Linalg;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Linalg;

public class Xoshiro256Tests
{
    // The generator's published first outputs for the state 1, 2, 3, 4, and splitmix64's for 1234567.
    [Fact]
    public void Outputs_are_the_published_ones()
    {
        var generator = new Xoshiro256(0);
        Assert.True(generator.Restore([1, 2, 3, 4]));
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360];
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(_ => generator.NextUInt64()));

        var state = new ulong[Xoshiro256.StateWords];
        new Xoshiro256(1234567).Save(state);
        Assert.Equal(new ulong[] { 6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431 }, state);
    }

    [Fact]
    public void A_saved_state_continues_with_the_same_bits()
    {
        var generator = new Xoshiro256(7);
        generator.NextGaussian();
        var state = new ulong[Xoshiro256.StateWords];
        generator.Save(state);
        double[] first = [generator.NextGaussian(), generator.NextDouble(), generator.NextInt32(1000)];
        Assert.True(generator.Restore(state));
        double[] second = [generator.NextGaussian(), generator.NextDouble(), generator.NextInt32(1000)];
        Assert.Equal(first, second);
    }

    [Fact]
    public void The_all_zero_state_is_refused()
    {
        Assert.False(new Xoshiro256(1).Restore(new ulong[Xoshiro256.StateWords]));
    }

    // Bounds: five standard errors of the mean and the variance of 100,000 draws.
    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        const int draws = 100_000;
        var generator = new Xoshiro256(42);
        double uniform = 0, normal = 0, squares = 0;
        var counts = new int[7];
        for (var i = 0; i < draws; i++)
        {
            var u = generator.NextUniform(-0.1, 0);
            Assert.InRange(u, -0.1, 0);
            uniform += u;
            var g = generator.NextGaussian();
            normal += g;
            squares += g * g;
            counts[generator.NextInt32(7)]++;
        }

        Assert.InRange(uniform / draws, -0.05 - 5 * 0.0289 / Math.Sqrt(draws), -0.05 + 5 * 0.0289 / Math.Sqrt(draws));
        Assert.InRange(normal / draws, -5 / Math.Sqrt(draws), 5 / Math.Sqrt(draws));
        Assert.InRange(squares / draws, 1 - 5 * Math.Sqrt(2.0 / draws), 1 + 5 * Math.Sqrt(2.0 / draws));
        Assert.All(
            counts,
            count => Assert.InRange(count, draws / 7.0 - 5 * Math.Sqrt(draws * 6.0 / 49), draws / 7.0 + 5 * Math.Sqrt(draws * 6.0 / 49)));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var generator = new Xoshiro256(3);
        generator.NextGaussian();
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                generator.NextGaussian();
            }
        }));
    }
}
