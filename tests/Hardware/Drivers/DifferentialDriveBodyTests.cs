using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class DifferentialDriveBodyTests
{
    private const long PeriodUs = 250_000;

    private readonly double[] _state = new double[2];
    private readonly RoverPinMap _pins = new();

    // The formation's controller asks for at most 1 m/s^2 over 0.25 s. Bound on the true speed's error at every control instant: a fifth
    // of the speed gained in one period at full input. Left alone, the motors' lag of 0.09 s would cost 0.09 m/s on the ramp.
    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void A_step_in_acceleration_is_tracked(ulong seed)
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions { Seed = seed });
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        double[] accelerations = [1.0, 1.0, 0.5, 0.0, 0.0, 0.0, -1.0, -1.0, -0.5, 0.0, 0.0, 0.0];
        double wanted = 0, largestError = 0;
        for (var k = 0; k < accelerations.Length; k++)
        {
            Assert.True(body.TryActuate([accelerations[k]]));
            rover.AdvanceTo((k + 2) * PeriodUs);
            wanted += accelerations[k] * 0.25;
            Assert.True(body.TrySense(_state));
            largestError = Math.Max(largestError, Math.Abs(rover.SpeedMS - wanted));
            // The estimate is what the controller sees: slip of 1 % and one tick a wheel period are all that it may miss.
            Assert.Equal(rover.SpeedMS, _state[1], tolerance: 0.06);
        }

        Assert.InRange(largestError, 0.0, 0.05);
        Assert.Equal(rover.PositionM, _state[0], tolerance: 0.03 * rover.PositionM + 0.01);
        // Steady again: stands.
        Assert.Equal(0.0, rover.SpeedMS, tolerance: 0.02);
    }

    // The wheel loop pauses at half a metre a second, wheels and counters go on: nothing of the way is lost, and after a pause as long as
    // an input lasts the rover stands still. Slip of 1 %.
    [Theory]
    [InlineData(600_000, true)]
    [InlineData(1_200_000, false)]
    public void A_pause_of_the_wheel_loop_keeps_the_way_and_ages_the_input(long pauseUs, bool drivesOn)
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        foreach (var accelerationMS2 in new[] { 1.0, 1.0, 0.0 })
        {
            Assert.True(body.TryActuate([accelerationMS2]));
            rover.AdvanceTo(rover.NowUs + PeriodUs);
        }

        Assert.True(body.TryActuate([0.0]));
        rover.Attach(new Nothing());
        rover.AdvanceTo(rover.NowUs + pauseUs);
        rover.Attach(body);
        rover.AdvanceTo(rover.NowUs + (2 * body.PeriodUs));
        Assert.True(body.TrySense(_state));
        Assert.Equal(rover.PositionM, _state[0], tolerance: 0.03 * rover.PositionM + 0.01);
        Assert.Equal(0.5, _state[1], tolerance: drivesOn ? 0.06 : 0.5);
        rover.AdvanceTo(rover.NowUs + PeriodUs);
        Assert.True(body.TrySense(_state));
        Assert.Equal(drivesOn ? 0.5 : 0.0, rover.SpeedMS, tolerance: 0.05);
        Assert.Equal(rover.PositionM, _state[0], tolerance: 0.03 * rover.PositionM + 0.01);
    }

    // What the formation needs: a position loop that runs once in 0.25 s on the body's own estimate, with |u| <= 1, moves it by 2 m
    // and holds it. Poles of the loop at 0.75 a period; the bounds are one wheel-speed standstill (1.2 cm/s) over a period, twice.
    [Theory]
    [InlineData(2.0)]
    [InlineData(-2.0)]
    public void A_position_loop_at_the_formations_period_settles(double targetM)
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover);
        double furthestM = 0;
        for (var k = 1; k <= 80; k++)
        {
            rover.AdvanceTo(k * PeriodUs);
            Assert.True(body.TrySense(_state));
            Assert.True(body.TryActuate([Math.Clamp(1.0 * (targetM - _state[0]) - 1.875 * _state[1], -1.0, 1.0)]));
            furthestM = Math.Max(furthestM, rover.PositionM * Math.Sign(targetM));
        }

        Assert.Equal(targetM, _state[0], tolerance: 0.01);
        // Slip of one percent is not seen by the encoders.
        Assert.Equal(targetM, rover.PositionM, tolerance: 0.01 + 0.02 * Math.Abs(targetM));
        Assert.InRange(furthestM, 0.0, 1.1 * Math.Abs(targetM));
        // Only the heading is held: what unequal motors push it aside at the start stays. 0.05 rad over 2 m.
        Assert.Equal(0.0, rover.LateralM, tolerance: 0.1);
        Assert.Equal(0.0, rover.SpeedMS, tolerance: 0.02);
    }

    [Fact]
    public void Unequal_motors_do_not_turn_the_rover()
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions { RightMotorFactor = 0.85, RightRadiusFactor = 1.02 });
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        var largestHeadingRad = 0.0;
        for (var k = 0; k < 40; k++)
        {
            body.TryActuate([k < 2 ? 1.0 : 0.0]);
            rover.AdvanceTo((k + 2) * PeriodUs);
            largestHeadingRad = Math.Max(largestHeadingRad, Math.Abs(rover.HeadingRad));
        }

        Assert.InRange(rover.PositionM, 4.0, 5.5);
        // Wheels 2.5 % apart would turn it by 0.8 rad over these 4.5 m; what is left is the gyroscope's bias over ten seconds, 0.02 rad.
        Assert.InRange(largestHeadingRad, 0.0, 0.1);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void No_number_ever_reaches_a_motor(double acceleration)
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        body.TryActuate([1.0]);
        rover.AdvanceTo(2 * PeriodUs);
        Assert.True(rover.Board.PwmDuty(_pins.LeftPwm) > 0.0);
        Assert.False(body.TryActuate([acceleration]));
        Assert.Equal(0.0, rover.Board.PwmDuty(_pins.LeftPwm));
        Assert.Equal(0.0, rover.Board.PwmDuty(_pins.RightPwm));
        rover.AdvanceTo(6 * PeriodUs);
        Assert.Equal(0.0, rover.SpeedMS, tolerance: 0.01);
    }

    [Fact]
    public void A_lying_inertial_sensor_does_not_turn_into_duty()
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover, new NotANumberSensor());
        rover.AdvanceTo(PeriodUs);
        for (var k = 0; k < 4; k++)
        {
            Assert.True(body.TryActuate([0.5]));
            rover.AdvanceTo((k + 2) * PeriodUs);
        }

        Assert.True(body.TrySense(_state));
        Assert.Equal(0.5, rover.SpeedMS, tolerance: 0.12);
    }

    [Fact]
    public void A_dead_encoder_is_found_within_one_period_and_stops_the_rover()
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        body.TryActuate([1.0]);
        rover.AdvanceTo(3 * PeriodUs);
        Assert.True(body.TrySense(_state));
        rover.LeftEncoder.IsCut = true;
        body.TryActuate([0.0]);
        // Meanwhile the blind wheel speeds up: how far is bounded by the time to find it.
        rover.AdvanceTo(4 * PeriodUs);
        Assert.InRange(Math.Abs(rover.YawRateRadS), 0.0, 3.5);
        _state[0] = 123.0;
        Assert.False(body.TrySense(_state));
        Assert.Equal(123.0, _state[0]);
        Assert.Equal(DriveFault.EncoderStuck, body.Fault);
        Assert.False(body.TryActuate([1.0]));
        rover.AdvanceTo(7 * PeriodUs);
        Assert.Equal(0.0, rover.SpeedMS, tolerance: 0.01);

        // Repaired, and five seconds at rest later, it drives again.
        rover.LeftEncoder.IsCut = false;
        rover.AdvanceTo(7 * PeriodUs + 5_000_000);
        Assert.True(body.TrySense(_state));
        Assert.True(body.TryActuate([0.5]));
    }

    [Fact]
    public void A_held_rover_is_found_and_does_not_lunge_when_let_go()
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions()) { IsJammed = true };
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        for (var k = 0; k < 4; k++)
        {
            body.TryActuate([1.0]);
            rover.AdvanceTo((k + 2) * PeriodUs);
        }

        Assert.False(body.TrySense(_state));
        rover.IsJammed = false;
        rover.AdvanceTo(8 * PeriodUs);
        Assert.Equal(0.0, rover.SpeedMS, tolerance: 0.01);
    }

    [Fact]
    public void Without_a_new_input_the_rover_stops_by_itself()
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        body.TryActuate([0.5]);
        rover.AdvanceTo(5 * PeriodUs);
        Assert.InRange(rover.SpeedMS, 0.2, 0.7);
        rover.AdvanceTo(8 * PeriodUs);
        Assert.Equal(0.0, rover.SpeedMS, tolerance: 0.01);
    }

    // Row "host frozen" of the faults' table, on one rover: its owner stops at full speed. A short brake would slide by 0.15 m that no
    // encoder counts.
    [Theory]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    public void It_comes_to_rest_without_sliding_and_knows_where(double accelerationMS2)
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        for (var k = 0; k < 5; k++)
        {
            body.TryActuate([k < 4 ? accelerationMS2 : 0.0]);
            rover.AdvanceTo(rover.NowUs + PeriodUs);
        }

        Assert.InRange(Math.Abs(rover.SpeedMS), 0.9, 1.2);
        rover.AdvanceTo(rover.NowUs + (4 * PeriodUs) + 600_000);

        Assert.Equal(0.0, rover.SpeedMS, tolerance: 0.01);
        Assert.Equal(0.0, rover.Board.PwmDuty(_pins.LeftPwm));
        Assert.True(body.TrySense(_state));
        Assert.Equal(rover.PositionM, _state[0], tolerance: 0.02 * Math.Abs(rover.PositionM) + 0.01);
    }

    [Fact]
    public void A_brake_ends_whatever_the_encoders_say()
    {
        var (motor, encoder) = (new Motor(), new DownhillEncoder());
        var body = new DifferentialDriveBody(new DifferentialDriveGeometry(), motor, motor, encoder, encoder, null!, 20_000, 2 * PeriodUs);
        var nowUs = 0L;
        void Run(long forUs)
        {
            for (var untilUs = nowUs + forUs; nowUs < untilUs; nowUs += 20_000)
            {
                encoder.Ticks += 20;
                body.RunOnce(nowUs);
            }
        }

        Run(100_000);
        Assert.True(body.TryActuate([0.0]));
        Run(2 * PeriodUs);
        Assert.False(motor.IsStopped);
        Run(400_000);
        Assert.False(motor.IsStopped);

        Run(300_000);

        Assert.True(motor.IsStopped);
    }

    [Fact]
    public void Limits_hold_whatever_is_asked()
    {
        var geometry = new DifferentialDriveGeometry();
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover);
        rover.AdvanceTo(PeriodUs);
        for (var k = 0; k < 12; k++)
        {
            Assert.True(body.TryActuate([1e9]));
            rover.AdvanceTo((k + 2) * PeriodUs);
            Assert.True(body.TrySense(_state));
            Assert.InRange(_state[1], -0.05, Math.Min(geometry.MaxSpeedMS, (k + 1) * geometry.MaxAccelerationMS2 * 0.25) + 0.1);
        }
    }

    [Fact]
    public void Neither_drivers_nor_physics_allocate()
    {
        var rover = new SimulatedRover(new DifferentialDriveOptions());
        var body = Open(rover);
        double[] input = [0.3];
        rover.AdvanceTo(PeriodUs);
        body.TryActuate(input);
        body.TrySense(_state);
        rover.AdvanceTo(2 * PeriodUs);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var k = 0; k < 20; k++)
            {
                input[0] = -input[0];
                body.TryActuate(input);
                rover.AdvanceTo(rover.NowUs + PeriodUs);
                body.TrySense(_state);
            }
        }));
    }

    [Fact]
    public void Same_seed_same_bits_in_one_leap_or_many_steps()
    {
        double[] Run(long stepUs)
        {
            var rover = new SimulatedRover(new DifferentialDriveOptions { Seed = 9 });
            var body = Open(rover);
            for (var timeUs = stepUs; timeUs <= 4 * PeriodUs; timeUs += stepUs)
            {
                rover.AdvanceTo(timeUs);
                if (timeUs == PeriodUs)
                {
                    body.TryActuate([0.7]);
                }
            }

            body.TrySense(_state);
            return [_state[0], _state[1], rover.PositionM, rover.HeadingRad, rover.Battery.VoltageV];
        }

        Assert.Equal(Run(PeriodUs), Run(1000));
        Assert.Equal(Run(PeriodUs), Run(12_500));
    }

    private DifferentialDriveBody Open(SimulatedRover rover, IInertialSensor? sensor = null)
    {
        using (rover.Board.Attach())
        {
            var kit = new RoverKit(_pins, new DifferentialDriveGeometry(), rover.Clock, sensor ?? rover, 20_000, 4 * PeriodUs);
            rover.Attach(kit.Body);
            return kit.Body;
        }
    }

    private sealed class NotANumberSensor : IInertialSensor
    {
        public bool TryReadYawRate(ref double yawRateRadS)
        {
            yawRateRadS = double.NaN;
            return true;
        }
    }

    private sealed class Motor : IMotor
    {
        public bool IsStopped { get; private set; } = true;

        public bool SetDuty(double duty)
        {
            IsStopped = false;
            return true;
        }

        public void Stop() => IsStopped = true;
    }

    private sealed class DownhillEncoder : IEncoder
    {
        public int Ticks { get; set; }
    }

    private sealed class Nothing : IPeriodicTask
    {
        public int PeriodUs => 20_000;

        public void RunOnce(long nowUs)
        {
        }
    }
}
