using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Faults;

public class FaultyBodyTests
{
    private readonly SimulatedClock _clock = new();
    private readonly double[] _state = new double[1];

    [Theory]
    [InlineData(FaultKind.SensorNaN, 0.0, double.NaN)]
    [InlineData(FaultKind.SensorInfinite, 0.0, double.PositiveInfinity)]
    [InlineData(FaultKind.SensorOutOfRange, 1e6, 1e6 + 2.0)]
    [InlineData(FaultKind.SensorStuck, 0.0, 1.0)]
    public void Sensors_lie_while_the_fault_lasts(FaultKind kind, double magnitude, double expected)
    {
        var body = Open(new Fault(kind, 200, 300, magnitude));
        Assert.True(body.TryActuate([1.0]));
        Assert.Equal(1.0, SenseAt(body, 100));
        Assert.Equal(expected, SenseAt(body, 200));
        Assert.Equal(3.0, SenseAt(body, 300));
    }

    [Fact]
    public void A_lost_sensor_leaves_the_array_alone()
    {
        var body = Open(new Fault(FaultKind.SensorLost, 0, 100));
        _state[0] = 7.0;
        Assert.False(body.TrySense(_state));
        Assert.Equal(7.0, _state[0]);
    }

    // Plant x+ = x + u: what arrived is the difference of the state.
    [Theory]
    [InlineData(FaultKind.ActuatorSaturated, 0.25, 0.25, 0.5)]
    [InlineData(FaultKind.ActuatorSlow, 0.5, 0.5, 1.25)]
    public void Actuators_do_less(FaultKind kind, double magnitude, double first, double second)
    {
        var body = Open(new Fault(kind, 0, 200, magnitude));
        body.TryActuate([1.0]);
        Assert.Equal(first, SenseAt(body, 100));
        body.TryActuate([1.0]);
        Assert.Equal(second, SenseAt(body, 200));
        body.TryActuate([1.0]);
        Assert.Equal(second + 1.0, SenseAt(body, 300));
    }

    [Fact]
    public void No_number_is_passed_on_to_be_refused()
    {
        var body = Open(new Fault(FaultKind.ActuatorSaturated, 0, 100, 0.5));
        body.TryActuate([1.0]);
        Assert.False(body.TryActuate([double.NaN]));
        Assert.Equal(0.0, SenseAt(body, 500));
    }

    [Fact]
    public void Battery_and_emergency_stop_fail_as_scheduled()
    {
        var schedule = new FaultSchedule(
            new Fault(FaultKind.BatteryLow, 100, 200, 5.5), new Fault(FaultKind.EmergencyStopWireBroken, 100, 200));
        var battery = new FaultyBattery(new FullBattery(), schedule, _clock);
        var button = new FaultyEmergencyStop(new ReleasedButton(), schedule, _clock);
        var readingV = 0.0;
        Assert.True(battery.TryReadVoltage(ref readingV));
        Assert.Equal((8.0, false), (readingV, button.IsPressed));
        _clock.AdvanceTo(100);
        Assert.True(battery.TryReadVoltage(ref readingV));
        Assert.Equal((5.5, true), (readingV, button.IsPressed));
        _clock.AdvanceTo(200);
        Assert.True(battery.TryReadVoltage(ref readingV));
        Assert.Equal((8.0, false), (readingV, button.IsPressed));
    }

    private double SenseAt(FaultyBody body, long timeUs)
    {
        _clock.AdvanceTo(timeUs);
        Assert.True(body.TrySense(_state));
        return _state[0];
    }

    private FaultyBody Open(Fault fault)
    {
        var plant = new LinearBody(new LinearBodyOptions { A = [1], B = [1], InitialState = [0], PeriodUs = 100 });
        return new FaultyBody(new ClockedBody(plant, plant, _clock), new FaultSchedule(fault), _clock);
    }

    private sealed class FullBattery : MultiAgentEdge.Hardware.IBattery
    {
        public bool TryReadVoltage(ref double voltageV)
        {
            voltageV = 8.0;
            return true;
        }
    }

    private sealed class ReleasedButton : MultiAgentEdge.Hardware.IEmergencyStop
    {
        public bool IsPressed => false;
    }
}
