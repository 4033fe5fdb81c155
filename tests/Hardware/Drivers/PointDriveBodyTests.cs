using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

/// <summary>The point before the axle as a double integrator in each axis, through motors, encoders and slip.</summary>
public class PointDriveBodyTests
{
    private const long PeriodUs = 200_000;

    // Accelerations that turn the rover around a bend of half a metre. Bound: what the point is believed to do is what it does, to a fifth
    // of its speed, with motors 20 % apart; by the command alone, or by the wheels alone 0.1 s late, it is not.
    [Theory]
    [InlineData(1.2, 0.8)]
    [InlineData(0.8, 1.2)]
    [InlineData(1.0, 1.0)]
    public void The_point_follows_its_acceleration_around_a_bend(double left, double right)
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions { LeftMotorFactor = left, RightMotorFactor = right });
        var kit = Open(rover);
        var state = new double[5];
        rover.AdvanceTo(PeriodUs);
        var (wantedX, wantedY, worst) = (0.0, 0.0, 0.0);
        for (var k = 0; k < 40; k++)
        {
            var (sin, cos) = Math.SinCos(0.4 * k * 0.2);
            double[] input = k < 3 ? [0.35, 0] : [-0.21 * 0.4 * sin, 0.21 * 0.4 * cos];
            Assert.True(kit.Point.TryActuate(input));
            rover.AdvanceTo((k + 2) * PeriodUs);
            (wantedX, wantedY) = (wantedX + (0.2 * input[0]), wantedY + (0.2 * input[1]));
            Assert.True(kit.Point.TrySense(state));
            Assert.Equal(wantedX, state[2], 0.05);
            Assert.Equal(wantedY, state[3], 0.05);
            var (h, v, w) = (rover.HeadingRad, rover.SpeedMS, rover.YawRateRadS * kit.Point.LookAheadM);
            worst = Math.Max(
                worst,
                Math.Sqrt(
                    Math.Pow((v * Math.Cos(h)) - (w * Math.Sin(h)) - wantedX, 2)
                        + Math.Pow((v * Math.Sin(h)) + (w * Math.Cos(h)) - wantedY, 2)));
        }

        Assert.InRange(worst, 0, 0.07);
    }

    [Fact]
    public void It_is_the_same_rover_as_on_a_lane_and_in_the_plane()
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var kit = Open(rover);
        rover.AdvanceTo(PeriodUs);
        kit.Point.SetPose(1, 2, Math.PI / 2);
        double[] point = new double[5], planar = new double[6];
        Assert.True(kit.Point.TrySense(point) && kit.Planar.TrySense(planar));
        Assert.Equal(1, planar[0]);
        Assert.Equal(1, point[0], 1e-12);
        Assert.Equal(2.08, point[1], 1e-12);
        Assert.Equal(planar[2], point[4]);
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    public void An_acceleration_that_is_not_finite_stops_it(double x, double y)
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var kit = Open(rover);
        rover.AdvanceTo(PeriodUs);
        Assert.True(kit.Point.TryActuate([0.5, 0]));
        rover.AdvanceTo(2 * PeriodUs);
        Assert.False(kit.Point.TryActuate([x, y]));
        rover.AdvanceTo(5 * PeriodUs);
        Assert.Equal(0, rover.SpeedMS, 0.01);
    }

    // The owner is gone: it comes to rest by itself, as on a lane.
    [Fact]
    public void Without_an_input_it_brakes_to_rest()
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var kit = Open(rover);
        rover.AdvanceTo(PeriodUs);
        for (var k = 1; k <= 3; k++)
        {
            Assert.True(kit.Point.TryActuate([0.5, 0.1]));
            rover.AdvanceTo((k + 1) * PeriodUs);
        }

        Assert.True(rover.SpeedMS > 0.1);
        rover.AdvanceTo(rover.NowUs + 2_500_000);
        Assert.Equal(0, rover.SpeedMS, 0.01);
    }

    private static RoverKit Open(SimulatedRover rover)
    {
        RoverKit kit;
        using (rover.Board.Attach())
            kit = new RoverKit(new RoverPinMap(), new DifferentialDriveGeometry(), rover.Clock, rover, 20_000, 1_000_000);
        rover.Attach(kit.Body);
        return kit;
    }
}
