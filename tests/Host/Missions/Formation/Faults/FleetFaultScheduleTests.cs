using MultiAgentEdge.Host.Missions.Formation.Faults;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Faults;

public class FleetFaultScheduleTests
{
    private const int Seeds = 2000;

    private static readonly FleetFaultSchedule[] _schedules =
        [.. Enumerable.Range(1, Seeds).Select(seed => FleetFaultSchedule.FromSeed((ulong)seed, rovers: 3, fromS: 1.0, withinS: 30.0))];

    [Fact]
    public void The_same_seed_draws_the_same_faults_and_another_one_others()
    {
        Assert.Equal(_schedules[4].Faults, FleetFaultSchedule.FromSeed(5, 3, 1.0, 30.0).Faults);
        Assert.Equal(Seeds, _schedules.Select(schedule => string.Join(';', schedule.Faults)).Distinct().Count());
    }

    [Fact]
    public void Every_fault_is_within_what_is_said_of_it_and_every_kind_and_rover_is_drawn()
    {
        foreach (var schedule in _schedules)
        {
            Assert.InRange(schedule.Faults.Count, 1, 4);
            Assert.Equal(schedule.Faults.OrderBy(fault => fault.StartS), schedule.Faults);
            foreach (var fault in schedule.Faults)
            {
                Assert.InRange(fault.StartS, 1.0, 31.0);
                Assert.InRange(fault.DurationS, FleetFaultSchedule.ShortestFreezeS, FleetFaultSchedule.LongestFreezeS);
                Assert.InRange(fault.Rover, fault.Kind == FleetFaultKind.RoverFrozen ? 0 : -1, 2);
                var (least, most) = fault.Kind switch
                {
                    FleetFaultKind.Delay => (0.05, FleetFaultSchedule.LongestDelayS),
                    FleetFaultKind.Loss => (0.0, 0.5),
                    _ => (0.0, 0.0),
                };
                Assert.InRange(fault.Magnitude, least, most);
            }
        }

        var all = _schedules.SelectMany(schedule => schedule.Faults).ToArray();
        foreach (var kind in Enum.GetValues<FleetFaultKind>())
            Assert.InRange(all.Count(fault => fault.Kind == kind), all.Length / 7, all.Length / 4);
        var frozen = all.Where(fault => fault.Kind == FleetFaultKind.RoverFrozen);
        Assert.Equal([0, 1, 2], frozen.Select(fault => fault.Rover).Distinct().Order());
        var common = all.Where(fault => fault.Kind is FleetFaultKind.HostFrozen or FleetFaultKind.BrokerFrozen);
        Assert.All(common, fault => Assert.Equal(-1, fault.Rover));

        // As many below the mean of the logarithm as above it.
        var middleS = Math.Sqrt(FleetFaultSchedule.ShortestFreezeS * FleetFaultSchedule.LongestFreezeS);
        Assert.InRange((double)all.Count(fault => fault.DurationS < middleS) / all.Length, 0.45, 0.55);
    }

    [Fact]
    public void A_fault_holds_from_its_start_until_before_its_end_for_whom_it_names()
    {
        var schedule = new FleetFaultSchedule(
        [
            new(FleetFaultKind.RoverFrozen, 1, 2.0, 3.0),
            new(FleetFaultKind.Delay, -1, 4.0, 2.0, 0.5),
            new(FleetFaultKind.Delay, 0, 4.0, 4.0, 0.25),
        ]);

        Assert.Equal(8.0, schedule.EndS);
        Assert.False(schedule.IsActive(FleetFaultKind.RoverFrozen, 1, 1.999));
        Assert.True(schedule.IsActive(FleetFaultKind.RoverFrozen, 1, 2.0));
        Assert.False(schedule.IsActive(FleetFaultKind.RoverFrozen, 1, 5.0));
        Assert.False(schedule.IsActive(FleetFaultKind.RoverFrozen, 0, 3.0));
        Assert.False(schedule.IsActive(FleetFaultKind.HostFrozen, -1, 3.0));

        // The worse of two; of all rovers and of one.
        Assert.Equal(0.5, schedule.Magnitude(FleetFaultKind.Delay, 0, 5.0));
        Assert.Equal(0.25, schedule.Magnitude(FleetFaultKind.Delay, 0, 7.0));
        Assert.Equal(0.5, schedule.Magnitude(FleetFaultKind.Delay, 2, 5.0));
        Assert.Null(schedule.Magnitude(FleetFaultKind.Delay, 2, 7.0));
        Assert.Equal(0.0, FleetFaultSchedule.None.EndS);
    }

    [Fact]
    public void No_rover_can_be_drawn_from_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FleetFaultSchedule.FromSeed(1, 0, 1.0, 30.0));
}
