using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Tests.Host.Telemetry;

public sealed class StateSignalsTests
{
    [Theory]
    [InlineData(2, true, "position_m speed_m_s")]
    [InlineData(2, false, "position_m state_2")]
    [InlineData(2, null, "position_m state_2")]
    [InlineData(6, true, "x_m y_m heading_rad speed_m_s battery_used time_s")]
    [InlineData(5, true, "x_m y_m velocity_x_m_s velocity_y_m_s heading_rad")]
    [InlineData(6, false, "state_1 state_2 state_3 state_4 state_5 state_6")]
    [InlineData(3, true, "state_1 state_2 state_3")]
    [InlineData(0, true, "")]
    public void Each_number_has_a_name_and_a_unit_where_somebody_can_tell(int count, bool? onWheels, string columns) =>
        Assert.Equal(columns, string.Join(' ', StateSignals.Of(count, onWheels).Select(signal => signal.Column)));

    [Fact]
    public void There_are_as_many_as_the_bodies_have()
    {
        var plane = new PlanarDriveBody(null!, null!, new SimulatedClock(), 8, 6);
        var point = new PointDriveBody(null!);
        Assert.Equal((StateSignals.Plane.Count, StateSignals.Point.Count), (plane.StateCount, point.StateCount));
    }
}
