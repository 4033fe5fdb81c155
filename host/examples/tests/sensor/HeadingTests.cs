using Gyroscope;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace Examples.Tests;

/// <summary>What the driver is for: a rover whose wheels are not quite alike, which believes to drive straight.</summary>
public sealed class HeadingTests(ITestOutputHelper output)
{
    private const int DriveS = 20;

    [Fact]
    public void With_it_a_rover_knows_its_heading_ten_times_as_well()
    {
        var (without, with) = (HeadingErrorRad(hasGyroscope: false), HeadingErrorRad(hasGyroscope: true));
        output.WriteLine($"heading after {DriveS} s: wrong by {without:0.000} rad without, {with:0.0000} rad with the gyroscope");
        Assert.InRange(with, 0, 0.1 * without);
    }

    private static double HeadingErrorRad(bool hasGyroscope)
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var gyroscope = new Mpu6050(new SimulatedMpu6050(() => rover.YawRateRadS), isUpsideDown: false);
        Assert.True(gyroscope.TryStart() && gyroscope.TryCalibrate(100));
        RoverKit kit;
        using (rover.Board.Attach())
            kit = new RoverKit(new RoverPinMap(), new(), rover.Clock, hasGyroscope ? gyroscope : null, 20_000, 1_000_000);
        rover.Attach(kit.Body);
        rover.AdvanceTo(100_000);
        kit.Planar.SetPose(0, 0, 0);
        for (var i = 0; i < 10 * DriveS; i++)
        {
            kit.Planar.TryActuate([0, i < 10 ? 0.4 : 0]);
            rover.AdvanceTo(rover.NowUs + 100_000);
        }

        var state = new double[6];
        Assert.True(kit.Planar.TrySense(state), kit.Body.Fault.ToString());
        Assert.InRange(state[0] * state[0] + state[1] * state[1], 25, 100);
        return Math.Abs(state[2] - rover.HeadingRad);
    }
}
