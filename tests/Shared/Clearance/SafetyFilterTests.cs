using MultiAgentEdge.Clearance;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Shared.Clearance;

public class SafetyFilterTests
{
    /// <summary>What a lag that is not a delay and steps of a period leave, m.</summary>
    private const double SlackM = 0.002;

    private readonly ClearanceOptions options = new();

    /// <summary>Whatever is wanted, and from whatever it drives: braking from now on ends before every wall and every circle.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rammed_for_minutes_it_stays_out_of_walls_and_circles(ulong seed)
    {
        var random = new Xoshiro256(seed);
        double[] circles = [0.5, 0.3, 0.1, -0.6, -0.4, 0.2, 0.1, -0.7, 0.05];
        double[] walls = [1, 0, 1.0, -1, 0, 1.0, 0, 1, 1.0, 0.6, -0.8, 0.9];
        var clearance = new RoverClearance(options, 1, 7);
        clearance.SetObstacles([.. circles.Chunk(3).SelectMany(c => new[] { c[0], c[1], c[0], c[1], c[2] })], walls);
        var rover = new LightRover(options.LagS, options.WheelAccelerationMS2, options.TrackM);
        var nearest = double.MaxValue;
        double wx = 0, wy = 0;
        for (var tick = 1u; tick < 1500; tick++)
        {
            if (tick % 15 == 1)
                (wx, wy) = (random.NextUniform(-1, 1), random.NextUniform(-1, 1));
            clearance.Begin(tick, rover.X, rover.Y, rover.Heading, rover.Speed, rover.YawRate, 0);
            clearance.TryStep(wx, wy, 0.5);
            void See() => nearest = Math.Min(nearest, Free(rover, circles, walls));
            rover.Drive(clearance.SpeedMS, clearance.YawRateRadS, options.PeriodS, See);
        }

        Assert.True(nearest > -SlackM, $"{nearest}");
        Assert.True(nearest < 0.01, "it was never near: this tests nothing");
        Assert.True(clearance.Interventions > 100);
    }

    [Fact]
    public void What_is_clear_passes_to_the_bit_and_counts_as_no_intervention()
    {
        var clearance = new RoverClearance(options, 4, 0);
        clearance.Begin(1, 0, 0, 0.3, 0.1, 0, 0.01);
        Assert.True(clearance.TryStepWheels(0.123456789, -0.7654321, 0.5));
        Assert.Equal((0.123456789, -0.7654321), (clearance.SpeedMS, clearance.YawRateRadS));
        Assert.Equal((false, 0u), (clearance.Intervened, clearance.Interventions));
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    public void What_is_not_finite_stops(double wx, double wy)
    {
        var clearance = new RoverClearance(options, 4, 0);
        clearance.Begin(1, 0, 0, 0, 0.3, 0, 0.01);
        Assert.False(clearance.TryStep(wx, wy, 0.5));
        Assert.Equal((0, 0), (clearance.SpeedMS, clearance.YawRateRadS));
        Assert.False(clearance.TryStepWheels(wx, wy, 0.5));
        Assert.Equal((0, 0), (clearance.SpeedMS, clearance.YawRateRadS));
    }

    /// <summary>A disc holds the body at every heading: a rover that may go nowhere may still turn.</summary>
    [Fact]
    public void Boxed_in_it_turns_on_the_spot()
    {
        var clearance = new RoverClearance(options, 0, 4);
        clearance.SetObstacles(null!, [1, 0, 0.1, -1, 0, 0.1, 0, 1, 0.1, 0, -1, 0.1]);
        clearance.Begin(1, 0, 0, 0, 0, 0, 0);
        Assert.True(clearance.TryStepWheels(0, 1.5, 0.5));
        Assert.Equal((0, 1.5), (clearance.SpeedMS, clearance.YawRateRadS));
        Assert.True(clearance.TryStepWheels(0.3, 1.5, 0.5));
        Assert.Equal(0, clearance.SpeedMS);
    }

    [Fact]
    public void It_slides_along_a_wall_rather_than_stand_before_it()
    {
        var clearance = new RoverClearance(options, 0, 1);
        clearance.SetObstacles(null!, [0, 1, 0.2]);
        var rover = new LightRover(options.LagS, options.WheelAccelerationMS2, options.TrackM);
        for (var tick = 1u; tick < 100; tick++)
        {
            clearance.Begin(tick, rover.X, rover.Y, rover.Heading, rover.Speed, rover.YawRate, 0);
            clearance.TryStep(0.2, 0.2, 0.5);
            rover.Drive(clearance.SpeedMS, clearance.YawRateRadS, options.PeriodS, () => { });
        }

        Assert.InRange(rover.Y, 0.05, 0.1);
        Assert.True(rover.X > 2);
    }

    private double Free(LightRover rover, double[] circles, double[] walls)
    {
        var free = double.MaxValue;
        for (var i = 0; i < circles.Length; i += 3)
            free = Math.Min(free, double.Hypot(rover.X - circles[i], rover.Y - circles[i + 1]) - circles[i + 2] - options.RadiusM);
        for (var i = 0; i < walls.Length; i += 3)
            free = Math.Min(free, walls[i + 2] - (walls[i] * rover.X) - (walls[i + 1] * rover.Y) - options.RadiusM);
        return free;
    }
}
