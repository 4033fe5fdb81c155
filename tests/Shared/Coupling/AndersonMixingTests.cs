using MultiAgentEdge.Coupling;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Coupling;

public sealed class AndersonMixingTests
{
    private const int Size = 6;

    // Slopes 0.99 ... 0.49: the plain iteration needs about 2000 steps to 1e-9.
    private static void Contract(double[] v, double[] image, double constant)
    {
        for (var k = 0; k < Size; k++)
            image[k] = ((0.99 - (0.1 * k)) * v[k]) + constant;
    }

    private static int StepsTo(double tolerance, AndersonMixing? mixing, double[] v, Action<double[], double[]> map)
    {
        var image = new double[v.Length];
        for (var step = 1; step < 5000; step++)
        {
            map(v, image);
            if (v.Zip(image, (a, b) => Math.Abs(a - b)).Max() <= tolerance)
                return step;
            mixing?.Mix(v, image);
            image.CopyTo(v, 0);
        }

        return int.MaxValue;
    }

    [Fact]
    public void A_linear_map_ends_in_little_more_than_its_dimension()
    {
        Assert.True(StepsTo(1e-9, null, new double[Size], (v, image) => Contract(v, image, 1.0)) > 1000);
        Assert.InRange(StepsTo(1e-9, new AndersonMixing(Size, Size), new double[Size], (v, image) => Contract(v, image, 1.0)), 2, 25);
    }

    [Fact]
    public void A_learned_slope_serves_the_map_that_a_constant_moved()
    {
        var mixing = new AndersonMixing(Size, Size);
        var v = new double[Size];
        var first = StepsTo(1e-6, mixing, v, (from, image) => Contract(from, image, 1.0));
        mixing.Unlink();
        Assert.InRange(StepsTo(1e-6, mixing, v, (from, image) => Contract(from, image, -0.5)), 2, first - 2);
        Assert.Equal(Size, mixing.Count);
    }

    [Fact]
    public void A_kinked_map_that_does_not_expand_still_ends()
    {
        // Averaged projections onto a disc and a line that cuts it: kinks, and a slope near one along the cut.
        static void Map(double[] v, double[] image)
        {
            var norm = Math.Max(1.0, Math.Sqrt((v[0] * v[0]) + (v[1] * v[1])));
            double x = v[0] / norm, y = v[1] / norm;
            image[0] = (0.5 * v[0]) + (0.5 * x);
            image[1] = (0.5 * v[1]) + (0.5 * ((0.05 * y) + (0.95 * Math.Max(y, 0.9))));
        }

        for (var start = 0; start < 50; start++)
        {
            double[] v = [Math.Cos(start) * (1 + start), Math.Sin(start) * (1 + start)];
            Assert.InRange(StepsTo(1e-9, new AndersonMixing(2, 5), v, Map), 2, 400);
        }
    }

    [Fact]
    public void Nothing_is_allocated_and_nonsense_is_refused()
    {
        var mixing = new AndersonMixing(Size, 3);
        double[] v = new double[Size], image = new double[Size];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var step = 0; step < 20; step++)
            {
                Contract(v, image, 1.0);
                mixing.Mix(v, image);
                image.CopyTo(v, 0);
                if (step % 7 == 0)
                    mixing.Reset();
            }
        }));
        Assert.Throws<ArgumentException>(() => new AndersonMixing(0, 1));
        Assert.Throws<ArgumentException>(() => new AndersonMixing(1, 0));
    }
}
