using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Faults;

public class FaultScheduleTests
{
    [Fact]
    public void A_fault_is_active_from_its_start_to_before_its_end()
    {
        var schedule = new FaultSchedule(new Fault(FaultKind.SensorNaN, 100, 200));
        Assert.False(schedule.IsActive(FaultKind.SensorNaN, 99));
        Assert.True(schedule.IsActive(FaultKind.SensorNaN, 100));
        Assert.True(schedule.IsActive(FaultKind.SensorNaN, 199));
        Assert.False(schedule.IsActive(FaultKind.SensorNaN, 200));
        Assert.False(schedule.IsActive(FaultKind.SensorLost, 150));
    }

    [Fact]
    public void Same_seed_same_schedule_and_another_seed_another()
    {
        static FaultSchedule Draw(ulong seed) => FaultSchedule.Random(
            seed, count: 20, durationUs: 1_000_000, longestUs: 10_000, new Fault(FaultKind.SensorNaN, 0, 0),
            new Fault(FaultKind.BatteryLow, 0, 0, 5.9));

        var faults = Draw(4).Faults;
        Assert.Equal(faults, Draw(4).Faults);
        Assert.NotEqual(faults, Draw(5).Faults);
        Assert.Equal(20, faults.Count);
        Assert.All(faults, fault =>
        {
            Assert.InRange(fault.StartUs, 0, 999_999);
            Assert.InRange(fault.EndUs - fault.StartUs, 1, 10_000);
            Assert.Equal(fault.Kind == FaultKind.BatteryLow ? 5.9 : 0.0, fault.Magnitude);
        });
        Assert.Equal(2, faults.Select(fault => fault.Kind).Distinct().Count());
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        var schedule = FaultSchedule.Random(1, 20, 1000, 100, new Fault(FaultKind.SensorNaN, 0, 0));
        schedule.IsActive(FaultKind.SensorNaN, 0);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var nowUs = 0; nowUs < 1000; nowUs++)
            {
                schedule.IsActive(FaultKind.SensorNaN, nowUs);
            }
        }));
    }
}
