using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Bodies;

public class SimulatedWheelTests
{
    private static readonly DifferentialDriveOptions Clean = new() { SlipMean = 0, SlipSigma = 0, DeadBandDuty = 0.2 };

    private readonly SimulatedWheel _wheel = new(Clean, 1.0, 1.0, new Xoshiro256(1));

    [Theory]
    [InlineData(0.19, 0.0)]
    [InlineData(-0.19, 0.0)]
    [InlineData(0.6, 18.0)] // half of what lies beyond the dead band
    [InlineData(-1.0, -36.0)]
    public void Steady_speed_is_linear_beyond_the_dead_band(double duty, double speedRadS)
    {
        Run(duty, Clean.NominalV, seconds: 2.0);
        Assert.Equal(speedRadS, _wheel.SpeedRadS, tolerance: 1e-6);
    }

    [Fact]
    public void The_motor_lags_by_its_time_constant()
    {
        Run(1.0, Clean.NominalV, Clean.MotorTimeConstantS);
        // Implicit steps of 1 ms are within one percent of the exponential.
        Assert.Equal(36.0 * (1.0 - Math.Exp(-1.0)), _wheel.SpeedRadS, tolerance: 0.36);
    }

    [Fact]
    public void A_sagging_battery_slows_the_wheel()
    {
        Run(1.0, 0.5 * Clean.NominalV, seconds: 2.0);
        Assert.Equal(36.0 * (0.5 - 0.2) / 0.8, _wheel.SpeedRadS, tolerance: 1e-6);
    }

    [Fact]
    public void The_ground_feels_no_more_than_the_tyres_hold()
    {
        var before = 0.0;
        for (var i = 0; i < 200; i++)
        {
            _wheel.Step(new BridgeCommand(1.0, false), Clean.NominalV, 0.001, isJammed: false);
            Assert.InRange(_wheel.GroundSpeedMS - before, 0.0, Clean.TractionLimitMS2 * 0.001 * (1 + 1e-9));
            before = _wheel.GroundSpeedMS;
        }

        // After 0.2 s the wheel is ahead of the ground: it spins.
        Assert.True(_wheel.SpeedRadS * 0.0335 > _wheel.GroundSpeedMS + 0.05);
    }

    [Fact]
    public void A_stalled_motor_draws_most()
    {
        _wheel.Step(new BridgeCommand(1.0, false), Clean.NominalV, 0.001, isJammed: true);
        Assert.Equal(Clean.StallCurrentA, _wheel.CurrentA, tolerance: 1e-9);
        Run(1.0, Clean.NominalV, seconds: 2.0);
        Assert.Equal(0.0, _wheel.CurrentA, tolerance: 1e-6);
    }

    private void Run(double duty, double supplyV, double seconds)
    {
        for (var i = 0; i < (int)Math.Round(seconds * 1000); i++)
        {
            _wheel.Step(new BridgeCommand(duty, false), supplyV, 0.001, isJammed: false);
        }
    }
}
