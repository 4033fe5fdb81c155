using MultiAgentEdge.Linalg;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Tests.Shared.Safety;

public class CommandLimiterTests
{
    private readonly double[] _out = new double[2];

    [Fact]
    public void Commands_end_at_the_box()
    {
        var limiter = new CommandLimiter([-1, 0], [1, 2], [1e30, 1e30]);
        Assert.True(limiter.TryLimit([5, -5], 1, _out));
        Assert.Equal([1, 0], _out);
        Assert.True(limiter.TryLimit([-0.5, 1.5], 1, _out));
        Assert.Equal([-0.5, 1.5], _out);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void One_number_that_is_not_finite_stops_every_motor(double bad)
    {
        var limiter = new CommandLimiter([-1, -1], [1, 1], [0.1, 0.1]);
        limiter.StartFrom([0.8, 0.8]);
        Assert.False(limiter.TryLimit([0.8, bad], 1, _out));
        Assert.Equal([0, 0], _out);
        Assert.True(limiter.TryLimit([0.8, 0.8], 1, _out));
        Assert.Equal([0.1, 0.1], _out); // and the way back is rate-limited
    }

    [Fact]
    public void A_step_is_climbed_at_the_rate_and_a_stop_is_at_once()
    {
        var limiter = new CommandLimiter([-1], [1], [0.25]);
        double[] climbed = new double[5];
        for (int i = 0; i < 5; i++)
        {
            limiter.TryLimit([1], 1, _out);
            climbed[i] = _out[0];
        }

        Assert.Equal([0.25, 0.5, 0.75, 1, 1], climbed);
        limiter.Stop(_out);
        Assert.Equal(0, _out[0]);
    }

    [Fact]
    public void Reduced_speed_scales_the_box_and_is_approached_at_the_rate()
    {
        var limiter = new CommandLimiter([-1], [1], [0.25]);
        limiter.StartFrom([1]);
        limiter.TryLimit([1], 0.5, _out);
        Assert.Equal(0.75, _out[0]);
        limiter.TryLimit([1], 0.5, _out);
        limiter.TryLimit([1], 0.5, _out);
        Assert.Equal(0.5, _out[0]);
        limiter.TryLimit([1], double.NaN, _out);
        Assert.Equal(0.25, _out[0]);
        limiter.TryLimit([1], 7, _out);
        Assert.Equal(0.5, _out[0]);
    }

    [Fact]
    public void Whatever_comes_in_the_limits_hold()
    {
        var random = new Xoshiro256(5);
        var limiter = new CommandLimiter([-0.7], [0.4], [0.05]);
        double last = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double wanted = BitConverter.Int64BitsToDouble((long)random.NextUInt64());
            bool taken = limiter.TryLimit([wanted], random.NextUniform(-1, 2), _out);
            Assert.Equal(double.IsFinite(wanted), taken);
            Assert.InRange(_out[0], -0.7, 0.4);
            if (taken && Math.Abs(_out[0] - last) > 0.05 + 1e-12)
                Assert.Fail($"from {last} to {_out[0]}");
            last = _out[0];
        }
    }

    [Fact]
    public void A_box_without_zero_is_a_programming_error()
    {
        Assert.Throws<ArgumentException>(() => new CommandLimiter([0.1], [1], [1]));
        Assert.Throws<ArgumentException>(() => new CommandLimiter([-1], [-0.1], [1]));
        Assert.Throws<ArgumentException>(() => new CommandLimiter([-1], [1], [-1]));
        Assert.Throws<ArgumentException>(() => new CommandLimiter([double.NaN], [1], [1]));
        Assert.Throws<ArgumentException>(() => new CommandLimiter([-1, -1], [1], [1]));
    }
}
