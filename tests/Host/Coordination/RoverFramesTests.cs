using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Tests.Host.Coordination;

/// <summary>Which of a rover's plans the host takes when the rover begins anew, and when somebody plays old ones again.</summary>
public class RoverFramesTests
{
    private const uint OldBoot = 57;
    private readonly FleetSession session;
    private readonly FakeRover rover;
    private int taken;
    private uint tick = 1000;

    public RoverFramesTests()
    {
        var broker = new InProcessBroker();
        session = CoordinationSession.Open(broker);
        session.PlanReceived += (_, _) => taken++;
        rover = new FakeRover(broker, "a") { Epoch = OldBoot };
        Assert.Equal(40, Drive(40));
    }

    [Theory]
    [InlineData(1u)] // the flash was wiped
    [InlineData(57u)] // the flash could not be written
    [InlineData(58u)] // nothing is wrong
    public void A_rover_that_says_it_began_anew_is_heard_from_its_first_plan(uint boot)
    {
        rover.Info(57, instance: 1);
        Assert.Equal(40, Drive(40));
        rover.Reboot(boot);
        rover.Info((int)boot, instance: 2);
        Assert.Equal(40, Drive(40));
    }

    [Fact]
    public void One_that_has_no_number_of_its_life_is_heard_when_its_boot_number_changed()
    {
        rover.Info(57);
        rover.Reboot(1);
        rover.Info(1);
        Assert.Equal(40, Drive(40));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(57u)]
    public void Without_a_word_it_is_heard_from_its_second_plan_of_a_later_period(uint boot)
    {
        rover.Reboot(boot);
        Assert.Equal(39, Drive(40));
    }

    [Fact]
    public void After_its_will_or_a_long_silence_it_is_heard_at_once_whatever_it_counts_from()
    {
        rover.Reboot(OldBoot);
        rover.State(RoverMode.Lost);
        rover.Reboot(1);
        tick = 1;
        Assert.Equal(40, Drive(40));
        rover.Reboot(1);
        tick = 1;
        Assert.Equal(40, Drive(40, nowUs: 60_000_000));
    }

    /// <summary>A broker says the will of a connection that died when it has waited long enough: the rover may be back by then.</summary>
    [Fact]
    public void The_will_of_an_earlier_life_ends_nothing()
    {
        rover.Info(57, instance: 1);
        rover.Reboot(58);
        rover.Info(58, instance: 2);
        Drive(10);
        var was = rover.Epoch;
        rover.Epoch = OldBoot;
        rover.State(RoverMode.Lost);
        tick = 1001;
        Assert.Equal(0, Drive(5)); // old plans of the old life
        rover.Epoch = was;
        tick = 1100;
        Assert.Equal(5, Drive(5));
    }

    [Fact]
    public void The_same_info_again_as_after_a_reconnection_lets_no_old_plan_in()
    {
        rover.Info(57, instance: 1);
        session.Poll(0);
        rover.Info(57, instance: 1);
        rover.Reboot(OldBoot);
        tick = 1001;
        Assert.Equal(0, Drive(30));
    }

    [Fact]
    public void Plans_of_a_higher_boot_played_again_do_not_make_the_host_deaf_to_the_one_that_drives()
    {
        rover.Info(57, instance: 1);
        rover.Reboot(1);
        rover.Info(1, instance: 2);
        Assert.Equal(40, Drive(40));
        var present = tick;
        rover.Epoch = OldBoot;
        tick = 1001;
        Assert.Equal(0, Drive(30));
        rover.Epoch = 1;
        tick = present;
        Assert.Equal(40, Drive(40));
    }

    private int Drive(int plans, long nowUs = 1)
    {
        taken = 0;
        for (var i = 0; i < plans; i++)
        {
            rover.Plan(++tick, 0, 0.5, 0.5);
            session.Poll(nowUs);
        }

        return taken;
    }
}
