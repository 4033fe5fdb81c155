using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Runs;

public sealed class SimulatedWheelsTests
{
    private readonly SimulatedClock clock = new();

    // A real board's counters and sums are in its memory; the floor is not.
    [Fact]
    public void A_reboot_forgets_the_way_and_the_rover_stands_where_it_stands()
    {
        var wheels = new SimulatedWheels(clock, seed: 1, inputTimeoutUs: 500_000);
        var (lane, plane) = (new double[2], new double[6]);
        wheels.Planar.SetPose(1, 2, 0);
        Drive(wheels, periods: 12);
        Assert.True(wheels.Body.TrySense(lane) && wheels.Planar.TrySense(plane));
        Assert.InRange(wheels.Physics.PositionM, 0.15, 1);
        Assert.Equal(1 + wheels.Physics.PositionM, plane[0], 0.05);

        wheels.Body.Stop();
        Advance(1_000_000);
        Assert.True(wheels.Body.TrySense(lane));
        var stood = wheels.Physics.PositionM;
        wheels.Reboot();

        Assert.True(wheels.Body.TrySense(lane) && wheels.Planar.TrySense(plane));
        Assert.Equal(0, lane[0], 0.005);
        Assert.Equal((0, 0), (plane[0], plane[1]), Near);
        Assert.Equal(stood, wheels.Physics.PositionM, 0.005);

        // And its new drivers drive it on.
        Drive(wheels, periods: 12);
        Assert.True(wheels.Body.TrySense(lane));
        Assert.InRange(lane[0], 0.15, 1);
        Assert.Equal(stood + lane[0], wheels.Physics.PositionM, 0.05);
    }

    [Fact]
    public void One_that_has_never_driven_can_be_sensed_after_a_reboot()
    {
        var wheels = new SimulatedWheels(clock, seed: 1, inputTimeoutUs: 500_000);
        wheels.Reboot();
        Advance(100_000);
        Assert.True(wheels.Body.TrySense(new double[2]));
        Assert.True(wheels.Planar.CountsWay);
    }

    private static bool Near((double X, double Y) left, (double X, double Y) right) =>
        Math.Abs(left.X - right.X) + Math.Abs(left.Y - right.Y) < 0.01;

    private void Drive(SimulatedWheels wheels, int periods)
    {
        for (var period = 0; period < periods; period++)
        {
            Assert.True(wheels.Body.TryActuate([period < 4 ? 0.5 : 0]));
            Advance(100_000);
        }
    }

    private void Advance(long us) => clock.AdvanceTo(clock.NowUs + us);
}
