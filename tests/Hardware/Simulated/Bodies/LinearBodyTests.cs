using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Bodies;

public class LinearBodyTests
{
    private const long PeriodUs = 250_000;

    private readonly double[] _state = new double[2];

    // Paper S1, (30b), by hand: x = (1, -0.5), u = 0.5.
    [Fact]
    public void One_step_is_equation_30b()
    {
        var body = Open(Plant2());
        Assert.True(body.TryActuate([0.5]));
        body.AdvanceTo(PeriodUs);
        Assert.True(body.TrySense(_state));
        Assert.Equal(0.91 * 1.0 + 0.33 * -0.5 + 0.0611 * 0.5, _state[0], tolerance: 1e-15);
        Assert.Equal(0.98 * -0.5 + 0.23 * 0.5, _state[1], tolerance: 1e-15);
    }

    // (30a): the disturbance is uniform in [-0.1, 0] on the first state only; mean -0.05 within five standard errors.
    [Fact]
    public void The_disturbance_of_30a_is_uniform_and_seeded()
    {
        var options = new LinearBodyOptions
        {
            A = [0, 0, 0, 0],
            B = [0, 0],
            InitialState = [0, 0],
            DisturbanceLower = [-0.1, 0],
            DisturbanceUpper = [0, 0],
            Seed = 3,
        };
        var (first, second) = (Open(options), Open(options));
        const int draws = 10_000;
        double sum = 0, lowest = 0, highest = -1;
        var other = new double[2];
        for (var k = 1; k <= draws; k++)
        {
            foreach (var body in new[] { first, second })
            {
                body.TryActuate([0.0]);
                body.AdvanceTo(k * PeriodUs);
            }

            first.TrySense(_state);
            second.TrySense(other);
            Assert.Equal(_state, other);
            Assert.Equal(0.0, _state[1]);
            sum += _state[0];
            lowest = Math.Min(lowest, _state[0]);
            highest = Math.Max(highest, _state[0]);
        }

        var standardError = 0.1 / Math.Sqrt(12.0 * draws);
        Assert.InRange(sum / draws, -0.05 - 5 * standardError, -0.05 + 5 * standardError);
        Assert.InRange(lowest, -0.1, -0.099);
        Assert.InRange(highest, -0.001, 0.0);
    }

    [Fact]
    public void Steps_come_at_exact_period_boundaries_with_the_input_held_then()
    {
        var body = Open(Plant2());
        body.TryActuate([1.0]);
        body.AdvanceTo(PeriodUs - 1);
        body.TrySense(_state);
        Assert.Equal([1.0, -0.5], _state);
        body.TryActuate([0.0]);
        body.AdvanceTo(PeriodUs);
        body.TrySense(_state);
        Assert.Equal(0.98 * -0.5, _state[1], tolerance: 1e-15);
        body.AdvanceTo(PeriodUs / 2);
        body.AdvanceTo(3 * PeriodUs + 7);
        body.TrySense(_state);
        Assert.Equal(Math.Pow(0.98, 3) * -0.5, _state[1], tolerance: 1e-15);
        Assert.Equal(3 * PeriodUs, body.NowUs);
    }

    [Fact]
    public void The_brake_holds_the_state_and_the_next_input_releases_it()
    {
        var body = Open(Plant2());
        body.AdvanceTo(PeriodUs);
        body.TrySense(_state);
        Assert.Equal([1.0, -0.5], _state);
        body.Stop();
        body.AdvanceTo(5 * PeriodUs);
        body.TrySense(_state);
        Assert.Equal([1.0, 0.0], _state);
        body.TryActuate([1.0]);
        body.AdvanceTo(6 * PeriodUs);
        body.TrySense(_state);
        Assert.Equal(0.23, _state[1], tolerance: 1e-15);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void No_number_brakes(double input)
    {
        var body = Open(Plant2());
        body.TryActuate([1.0]);
        Assert.False(body.TryActuate([input]));
        body.AdvanceTo(2 * PeriodUs);
        Assert.True(body.TrySense(_state));
        Assert.Equal([1.0, 0.0], _state);
    }

    [Fact]
    public void A_state_that_left_the_numbers_is_no_reading()
    {
        var body = Open(Plant2() with { A = [1e200, 0, 0, 0] });
        body.TryActuate([0.0]);
        body.AdvanceTo(3 * PeriodUs);
        _state[0] = 7.0;
        Assert.False(body.TrySense(_state));
        Assert.Equal(7.0, _state[0]);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Open(Plant2() with { A = [1, 2, 3] }));
        Assert.Throws<ArgumentException>(() => Open(Plant2() with { B = [1, 2, 3] }));
        Assert.Throws<ArgumentException>(() => Open(Plant2() with { Offset = [1] }));
        Assert.Throws<ArgumentException>(() => Open(Plant2() with { SpeedStates = [2] }));
    }

    private static LinearBody Open(LinearBodyOptions options) => new(options);

    private static LinearBodyOptions Plant2() => new()
    {
        A = [0.91, 0.33, 0, 0.98],
        B = [0.0611, 0.23],
        InitialState = [1.0, -0.5],
        SpeedStates = [1],
    };
}
