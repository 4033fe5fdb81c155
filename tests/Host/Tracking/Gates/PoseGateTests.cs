using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Poses;

namespace MultiAgentEdge.Tests.Host.Tracking.Gates;

public sealed class PoseGateTests
{
    private const long WallUs = 1_780_000_000_000_000;

    private static readonly HashSet<string> Fleet = ["rover-1", "rover-2", "rover-3"];

    private readonly FleetWord word = new();
    private readonly PoseGate gate;

    public PoseGateTests() => gate = new PoseGate(Fleet, word);

    [Fact]
    public void A_rover_that_drives_is_handed_on_with_the_host_s_time()
    {
        for (var i = 0; i < 100; i++)
        {
            var verdict = Say("rover-1", 0.05 * i, 0, i * 100_000, stampUs: 5_000_000 + (i * 100_000));
            Assert.Equal(PoseRefusal.None, verdict.Why);
            Assert.Equal(i * 100_000, verdict.Pose!.StampUs);
        }
    }

    [Theory]
    [InlineData(double.NaN, 0, 0.01)]
    [InlineData(0, double.PositiveInfinity, 0.01)]
    [InlineData(0, 1e7, 0.01)]
    [InlineData(0, 0, double.NaN)]
    [InlineData(0, 0, -1)]
    public void What_is_no_number_is_refused(double x, double y, double sigma) =>
        Assert.Equal(PoseRefusal.NotFinite, gate.Judge(new PoseReading("rover-1", x, y, 0, sigma, 0.01, 0, "a"), null, 0, WallUs).Why);

    [Fact]
    public void A_heading_is_wrapped_and_none_is_none()
    {
        Assert.Equal(Math.PI, Say("rover-1", 0, 0, 0, heading: -Math.PI).Pose!.HeadingRad);
        Assert.Equal(1, Say("rover-2", 1, 0, 0, heading: 1 + (4 * Math.PI)).Pose!.HeadingRad, 1e-9);
        Assert.False(Say("rover-3", 2, 0, 0, heading: double.NaN).Pose!.HasHeading);
    }

    [Fact]
    public void A_stranger_is_refused() => Assert.Equal(PoseRefusal.UnknownRover, Say("rover-9", 0, 0, 0).Why);

    [Theory]
    [InlineData(3_600_000_000L, PoseRefusal.FromTheFuture)]
    [InlineData(-3_600_000_000L, PoseRefusal.TooOld)]
    [InlineData(300_000L, PoseRefusal.None)]
    [InlineData(-1_000_000L, PoseRefusal.None)]
    public void Unix_stamps_are_held_to_this_machine_s_clock(long offUs, PoseRefusal why) =>
        Assert.Equal(why, Say("rover-1", 0, 0, 0, stampUs: WallUs + offUs).Why);

    [Fact]
    public void An_hour_old_is_refused_however_often_it_is_said_by_unix_time()
    {
        for (var i = 0; i < 100; i++)
            Assert.Equal(PoseRefusal.TooOld, Say("rover-1", 0, 0, i * 100_000, stampUs: WallUs - 3_600_000_000 + (i * 100_000)).Why);
    }

    [Fact]
    public void Stamps_with_a_zero_of_their_own_are_held_to_each_other_and_a_tracker_started_anew_is_taken_after_a_while()
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal(PoseRefusal.None, Say("rover-1", 0, 0, i * 100_000, stampUs: 4_000_000_000 + (i * 100_000)).Why);
        Assert.Equal(PoseRefusal.FromTheFuture, Say("rover-1", 0, 0, 1_000_000, stampUs: 7_601_000_000).Why);
        Assert.Equal(PoseRefusal.TooOld, Say("rover-1", 0, 0, 1_100_000, stampUs: 401_100_000).Why);
        Assert.Equal(PoseRefusal.None, Say("rover-1", 0, 0, 1_200_000, stampUs: 4_001_200_000).Why);
        // From zero again: ten of them, and it is the new clock.
        var taken = Enumerable.Range(0, 12).Select(i => Say("rover-1", 0, 0, 2_000_000 + (i * 100_000), stampUs: i * 100_000)).ToList();
        Assert.All(taken.Take(9), verdict => Assert.Equal(PoseRefusal.TooOld, verdict.Why));
        Assert.All(taken.Skip(9), verdict => Assert.Equal(PoseRefusal.None, verdict.Why));
    }

    [Fact]
    public void A_pose_that_came_late_is_as_old_as_it_is()
    {
        for (var i = 0; i < 10; i++)
            Say("rover-1", 0, 0, (i * 100_000) + 20_000, stampUs: i * 100_000);
        // 150 ms on the way in place of 20.
        Assert.Equal(1_020_000, Say("rover-1", 0, 0, 1_150_000, stampUs: 1_000_000).Pose!.StampUs, 100.0);
    }

    [Fact]
    public void A_thousand_a_second_are_sixty_or_so()
    {
        var taken = Enumerable.Range(0, 2000).Count(i => Say("rover-1", 0, 0, i * 1000, stampUs: i * 1000).Why == PoseRefusal.None);
        Assert.InRange(taken, 110, 150);
        Assert.Equal(PoseRefusal.TooOften, Say("rover-1", 0, 0, 2_000_000, stampUs: 1_999_000).Why);
        // Another rover has a rate of its own.
        Assert.Equal(PoseRefusal.None, Say("rover-2", 1, 0, 2_000_000, stampUs: 1_999_000).Why);
    }

    [Fact]
    public void A_jump_is_refused_and_a_rover_that_was_carried_is_believed_after_a_second()
    {
        Drive("rover-1", 0, 0, 0, 10);
        Assert.Equal(PoseRefusal.Jump, Say("rover-1", 2, 0, 1_000_000).Why);
        // A reflection: the next one is where it was.
        Assert.Equal(PoseRefusal.None, Say("rover-1", 0, 0, 1_100_000).Why);
        var verdicts = Enumerable.Range(0, 20).Select(i => Say("rover-1", 2, 1, 1_200_000 + (i * 100_000)).Why).ToList();
        Assert.All(verdicts.Take(10), why => Assert.Equal(PoseRefusal.Jump, why));
        Assert.All(verdicts.Skip(11), why => Assert.Equal(PoseRefusal.None, why));
    }

    [Fact]
    public void A_marker_that_flips_is_a_jump_too()
    {
        Drive("rover-1", 0, 0, 0, 5);
        Assert.Equal(PoseRefusal.Jump, Say("rover-1", 0, 0, 500_000, heading: Math.PI).Why);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(0.35)]
    public void Two_identities_that_change_places_are_refused_for_as_long_as_they_are_swapped(double apartM)
    {
        Drive("rover-1", 0, 0, 0, 10);
        Drive("rover-2", apartM, 0, 0, 10);
        for (var i = 10; i < 300; i++)
        {
            // They drive on meanwhile.
            var away = 0.002 * (i - 10);
            Assert.Equal(PoseRefusal.Swapped, Say("rover-1", apartM, away, i * 100_000).Why);
            Assert.Equal(PoseRefusal.Swapped, Say("rover-2", 0, away, i * 100_000).Why);
        }

        // Put right: where they are by then is a jump for a second, and then believed.
        var last = Enumerable.Range(300, 30)
            .Select(i => (Say("rover-1", 0, 0.6, i * 100_000).Why, Say("rover-2", apartM, 0.6, i * 100_000).Why)).Last();
        Assert.Equal((PoseRefusal.None, PoseRefusal.None), last);
    }

    [Fact]
    public void Three_that_go_round_are_swapped_too()
    {
        Drive("rover-1", 0, 0, 0, 10);
        Drive("rover-2", 1, 0, 0, 10);
        Drive("rover-3", 2, 0, 0, 10);
        for (var i = 10; i < 100; i++)
        {
            Assert.Equal(PoseRefusal.Swapped, Say("rover-1", 1, 0, i * 100_000).Why);
            Assert.Equal(PoseRefusal.Swapped, Say("rover-2", 2, 0, i * 100_000).Why);
            Assert.Equal(PoseRefusal.Swapped, Say("rover-3", 0, 0, i * 100_000).Why);
        }
    }

    [Fact]
    public void A_tracker_that_begins_with_two_swapped_contradicts_the_rovers_themselves()
    {
        for (var i = 0; i < 50; i++)
        {
            word.Hear(new PoseReading("rover-1", 0, 0, 0, 0.02, 0.02, 0, "self"), i * 100_000);
            word.Hear(new PoseReading("rover-2", 1, 0, 0, 0.02, 0.02, 0, "self"), i * 100_000);
            Assert.Equal(PoseRefusal.Swapped, Say("rover-1", 1, 0, i * 100_000).Why);
            Assert.Equal(PoseRefusal.Swapped, Say("rover-2", 0, 0, i * 100_000).Why);
        }

        // Somewhere else than it says, where nobody is: its own filter is to decide.
        Assert.Equal(PoseRefusal.None, Say("rover-1", 0, 3, 20_000_000).Why);
    }

    [Fact]
    public void Two_rovers_are_not_in_one_place()
    {
        Drive("rover-1", 0, 0, 0, 10);
        Assert.Equal(PoseRefusal.Swapped, Say("rover-2", 0.03, 0, 1_000_000).Why);
    }

    [Fact]
    public void Of_two_trackers_that_disagree_the_first_counts_and_when_it_falls_silent_the_other()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(PoseRefusal.None, Say("rover-1", 0, 0, i * 100_000, source: "a").Why);
            Assert.Equal(PoseRefusal.TrackersDisagree, Say("rover-1", 0.6, 0, (i * 100_000) + 50_000, source: "b").Why);
        }

        Assert.Equal(PoseRefusal.None, Enumerable.Range(20, 60).Select(i => Say("rover-1", 0.6, 0, i * 100_000, source: "b").Why).Last());
    }

    [Fact]
    public void Two_that_agree_are_both_taken()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(PoseRefusal.None, Say("rover-1", 0.01 * i, 0, i * 100_000, source: "a").Why);
            Assert.Equal(PoseRefusal.None, Say("rover-1", 0.01 * i, 0.01, (i * 100_000) + 50_000, source: "b").Why);
        }
    }

    private void Drive(string rover, double xM, double yM, int from, int to)
    {
        for (var i = from; i < to; i++)
            Assert.Equal(PoseRefusal.None, Say(rover, xM, yM, i * 100_000).Why);
    }

    private PoseVerdict Say(string rover, double xM, double yM, long arrivalUs, double heading = 0, long? stampUs = null,
        string source = "a") =>
        gate.Judge(new PoseReading(rover, xM, yM, heading, 0.005, 0.01, 0, source), stampUs, arrivalUs, WallUs);
}
