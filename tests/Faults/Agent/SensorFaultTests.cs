using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "NaN, infinite, stuck, out-of-range sensor".</summary>
public class SensorFaultTests
{
    private const long Period = 250_000;
    private static readonly long _begin = 40 * Period;

    [Theory]
    [InlineData(FaultKind.SensorNaN, 0.0)]
    [InlineData(FaultKind.SensorInfinite, 0.0)]
    [InlineData(FaultKind.SensorLost, 0.0)]
    [InlineData(FaultKind.SensorOutOfRange, 1e4)]
    public void A_sensor_without_sense_stops_the_rover_in_the_same_period_and_for_good_after_three(FaultKind kind, double magnitude)
    {
        using var fleet = Fleet(new Fault(kind, _begin, long.MaxValue, magnitude)).Start();
        RunTo(fleet, _begin);
        Assert.Equal(RoverMode.Running, fleet.Agent(0).Mode);

        NextPeriod(fleet);
        Assert.True(fleet.Bodies[0].IsStopped);
        Assert.Equal(SafetyAction.Brake, fleet.Agent(0).Action);
        Assert.NotEqual(0u, fleet.Agent(0).Faults & FaultFlags.SensorInvalid);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.SafeStop, 2.1));

        fleet.Run(20);
        Assert.True(fleet.Bodies[0].IsStopped);
        Assert.Equal(RoverMode.SafeStop, fleet.Agent(0).Mode);
        Assert.Equal(0, fleet.Bodies[0].NotFinite);
        Assert.True(fleet.Tap.Frames > 300);
        Assert.Equal(0, fleet.Tap.Bad);
        Assert.All([1, 2], other => Assert.True(fleet.Agent(other).IsDriving));
    }

    [Fact]
    public void One_bad_reading_brakes_one_period()
    {
        using var fleet = Fleet(new Fault(FaultKind.SensorNaN, _begin, _begin + Period)).Start();
        RunTo(fleet, _begin);

        NextPeriod(fleet);
        Assert.True(fleet.Bodies[0].IsStopped);
        NextPeriod(fleet);
        Assert.True(fleet.RunUntil(() => !fleet.Bodies[0].IsStopped, 1));
        Assert.Equal(RoverMode.Running, fleet.Agent(0).Mode);
    }

    [Fact]
    public void A_frozen_sensor_is_seen_after_four_repeats_and_stops_the_rover_for_good_three_periods_later()
    {
        using var fleet = Fleet(new Fault(FaultKind.SensorStuck, _begin, long.MaxValue)).Start();
        RunTo(fleet, _begin);

        Assert.True(fleet.RunUntil(() => (fleet.Agent(0).Faults & FaultFlags.SensorStuck) != 0, 5.1), "not seen");
        Assert.True(fleet.Bodies[0].IsStopped);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.SafeStop, 2.1), $"{fleet.Agent(0).Mode}");
    }

    [Fact]
    public void A_fleet_whose_sensor_recovers_is_armed_again_and_drives_on()
    {
        using var fleet = Fleet(new Fault(FaultKind.SensorNaN, _begin, _begin + (10 * Period))).Start();
        RunTo(fleet, _begin + (9 * Period));
        Assert.Equal(RoverMode.SafeStop, fleet.Agent(0).Mode);

        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.Running, 15));
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Tick == fleet.Agent(1).Tick, 1));
    }

    [Fact]
    public void Healthy_plants_raise_no_alarm_in_5000_periods()
    {
        using var fleet = new TestFleet().Start();
        var alarms = 0;
        for (var period = 0; period < 5000; period++)
        {
            fleet.Run(1);
            alarms += fleet.Rovers.Count(r => (r.Agent.Faults & (FaultFlags.SensorStuck | FaultFlags.SensorInvalid)) != 0);
        }

        Assert.Equal(0, alarms);
        Assert.All(fleet.Rovers, r => Assert.Equal(RoverMode.Running, r.Agent.Mode));
        Assert.Equal(0, fleet.Tap.Bad);
    }

    [Fact]
    public void Plants_without_any_disturbance_that_come_to_rest_raise_no_alarm()
    {
        using var fleet = new TestFleet(new FleetSetup { IsDisturbed = false }).Start();
        var alarms = 0;
        for (var period = 0; period < 1500; period++)
        {
            fleet.Run(1);
            alarms += fleet.Rovers.Count(r => (r.Agent.Faults & FaultFlags.SensorStuck) != 0);
        }

        Assert.Equal(0, alarms);
    }

    private static TestFleet Fleet(params Fault[] faults) =>
        new(new FleetSetup { Body = (i, body, clock) => i == 0 ? new FaultyBody(body, new FaultSchedule(faults), clock) : body });

    private static void NextPeriod(TestFleet fleet)
    {
        var tick = fleet.Agent(0).Tick;
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Tick > tick, 1.1));
    }

    private static void RunTo(TestFleet fleet, long timeUs) => Assert.True(fleet.RunUntil(() => fleet.Clock.NowUs >= timeUs, 100));
}
