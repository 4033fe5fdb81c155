using MultiAgentEdge.Estimation;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Shared.Estimation;

public sealed class PoseFilterTests
{
    [Fact]
    public void Wheels_and_gyro_alone_follow_a_circle()
    {
        var drive = new PerfectDrive();
        drive.Filter.Place(0, 0, 0);

        drive.Step(0.3, 0.6, 520);

        Assert.InRange(drive.ErrorM, 0, 1e-3);
        Assert.InRange(drive.ErrorRad, 0, 1e-3);
        Assert.False(drive.Filter.IsTracked);
    }

    [Fact]
    public void Three_poses_that_agree_place_a_rover_that_nobody_placed()
    {
        var drive = new PerfectDrive { X = 1.5, Y = -2, Heading = 2.5 };
        drive.Step(0.2, 0.1, 5);

        Assert.Equal(PoseStatus.Waiting, drive.See());
        Assert.False(drive.Filter.IsPlaced);
        Assert.Equal(PoseStatus.Waiting, drive.Step(0.2, 0.1, 5).See());
        Assert.Equal(PoseStatus.Placed, drive.Step(0.2, 0.1, 5).See());

        Assert.True(drive.Filter is { IsPlaced: true, IsTracked: true });
        Assert.InRange(drive.ErrorM, 0, 0.02);
        Assert.InRange(drive.ErrorRad, 0, 0.02);
    }

    [Fact]
    public void A_first_pose_that_disagrees_with_the_next_begins_the_search_anew()
    {
        var drive = new PerfectDrive();
        drive.Step(0.2, 0, 5);
        drive.See(dx: 0.8);

        Assert.Equal(PoseStatus.Waiting, drive.Step(0.2, 0, 5).See());
        Assert.Equal(PoseStatus.Waiting, drive.Step(0.2, 0, 5).See());
        Assert.Equal(PoseStatus.Placed, drive.Step(0.2, 0, 5).See());
        Assert.InRange(drive.ErrorM, 0, 0.02);
    }

    /// <summary>A pose of 0.4 s ago, on a curve: taken for of now it would pull the estimate by 12 cm.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    public void A_late_pose_corrects_what_the_rover_was_then(int ago)
    {
        var drive = new PerfectDrive(new PoseOptions { BaseLatencyS = ago * 0.02 });

        drive.Step(0.3, 0.8, 25).Tracked(0.3, 0.8, 10, ago);

        Assert.InRange(drive.ErrorM, 0, 1e-3);
        Assert.InRange(drive.ErrorRad, 0, 1e-3);
        Assert.Equal(0u, drive.Filter.Refused);
    }

    [Fact]
    public void A_latency_that_nobody_knows_is_found()
    {
        var drive = new PerfectDrive(new PoseOptions { BaseLatencyS = 0.05 });
        drive.Step(0, 0, 25);
        for (var leg = 0; leg < 20; leg++)
            drive.Tracked(0.3, leg % 2 == 0 ? 0.9 : -0.9, 2, 8);

        Assert.Equal(0.16, drive.Filter.LatencyS, 0.01);
        Assert.InRange(drive.ErrorM, 0, 0.005);
    }

    [Fact]
    public void A_gyro_bias_is_measured_at_rest_and_while_driving()
    {
        var resting = new PerfectDrive { BiasRadS = 0.05 };
        resting.Filter.Place(0, 0, 0);
        resting.Step(0, 0, 200);
        Assert.Equal(0.05, resting.Filter.Bias, 0.002);

        var driving = new PerfectDrive { BiasRadS = -0.04 };
        driving.Step(0.2, 0, 10).Tracked(0.2, 0.3, 30);
        Assert.Equal(-0.04, driving.Filter.Bias, 0.004);
    }

    [Fact]
    public void Standing_wheels_stand_and_a_rover_turned_by_hand_turns()
    {
        var drive = new PerfectDrive { BiasRadS = 0.03 };
        drive.Filter.Place(1, 2, 0.5);
        drive.Step(0, 0, 300);
        var before = drive.Filter.HeadingRad;

        drive.Step(0, 0, 500);
        Assert.Equal(before, drive.Filter.HeadingRad, 1e-3);

        // By hand: no wheel counts, the gyro does.
        for (var i = 0; i < 50; i++)
            drive.Filter.Step(0, 0, 1.0 + 0.03, 0.02, drive.NowUs + ((i + 1) * 20_000));
        Assert.Equal(1.0, drive.Filter.HeadingRad - before, 0.02);
    }

    [Fact]
    public void A_wheel_that_spins_freely_makes_less_way_than_it_says()
    {
        var drive = new PerfectDrive();
        drive.Filter.Place(0, 0, 0);
        drive.Step(0.2, 0, 50);

        drive.Step(0.2, 0, 25, slipLeft: 0.4);

        // Believed whole it would be 10 cm too far; half of it is what the mean of both wheels says.
        Assert.InRange(drive.Filter.XM - drive.X, -0.02, 0.02);
        Assert.InRange(drive.Filter.SlippedSteps, 15, 30);
    }

    [Fact]
    public void A_wild_pose_is_gated_out_and_changes_no_bit()
    {
        var drive = new PerfectDrive();
        drive.Step(0.2, 0.1, 10).Tracked(0.2, 0.1, 5).Step(0.2, 0.1, 5);
        var (x, y, heading, sigma) = (drive.Filter.XM, drive.Filter.YM, drive.Filter.HeadingRad, drive.Filter.SigmaM);

        Assert.Equal(PoseStatus.Gated, drive.See(dx: 0.4));

        Assert.Equal((x, y, heading, sigma), (drive.Filter.XM, drive.Filter.YM, drive.Filter.HeadingRad, drive.Filter.SigmaM));
        Assert.Equal(PoseStatus.Taken, drive.Step(0.2, 0.1, 5).See());
    }

    [Fact]
    public void A_rover_that_was_carried_away_is_back_within_five_seconds()
    {
        var drive = new PerfectDrive();
        drive.Step(0.2, 0.1, 10).Tracked(0.2, 0.1, 5);
        (drive.X, drive.Y, drive.Heading) = (3, -1, -2);

        drive.Step(0.2, 0.1, 10).Tracked(0.2, 0.1, 5);

        Assert.Equal(1, drive.Filter.StartedAnew);
        Assert.InRange(drive.ErrorM, 0, 0.02);
        Assert.InRange(drive.ErrorRad, 0, 0.02);
    }

    [Fact]
    public void Poses_that_do_not_agree_with_each_other_never_move_it()
    {
        var random = new Xoshiro256(4);
        var drive = new PerfectDrive();
        drive.Step(0.2, 0.1, 10).Tracked(0.2, 0.1, 5);
        for (var i = 0; i < 200; i++)
            drive.Step(0.2, 0.1, 5).See(dx: random.NextUniform(0.5, 3), dy: random.NextUniform(0.5, 3), turn: random.NextUniform(-3, 3));

        Assert.Equal(0, drive.Filter.StartedAnew);
    }

    [Fact]
    public void Positions_alone_show_the_heading_once_the_rover_has_driven()
    {
        var drive = new PerfectDrive { X = 1, Y = 1, Heading = -2.2 };
        drive.Step(0, 0, 10).Tracked(0, 0, 3, heading: false);
        Assert.False(drive.Filter.IsPlaced);

        drive.Tracked(0.2, 0.4, 5, heading: false);

        Assert.True(drive.Filter.IsPlaced);
        Assert.InRange(drive.ErrorM, 0, 0.02);
        Assert.InRange(drive.ErrorRad, 0, 0.05);
    }

    [Fact]
    public void Without_a_gyro_the_tracker_still_holds_it()
    {
        var drive = new PerfectDrive(new PoseOptions { HasGyro = false });
        drive.Step(0.2, 0.2, 10, gyro: false);
        for (var i = 0; i < 100; i++)
        {
            drive.Step(0.2, 0.2, 5, gyro: false);
            drive.See();
        }

        Assert.InRange(drive.ErrorM, 0, 0.003);
        Assert.InRange(drive.ErrorRad, 0, 0.01);
    }

    [Fact]
    public void A_gyro_that_fails_leaves_the_wheels()
    {
        var drive = new PerfectDrive { BiasRadS = 0.05 };
        drive.Step(0, 0, 100).Step(0.2, 0.2, 10).Tracked(0.2, 0.2, 5);
        drive.Step(0.2, 0.2, 100, gyro: false);

        Assert.InRange(drive.ErrorM, 0, 0.02);
        Assert.InRange(drive.ErrorRad, 0, 0.05);
        Assert.True(drive.Filter.SigmaRad > 0.1);
    }

    [Fact]
    public void Without_a_tracker_it_knows_that_it_does_not_know()
    {
        var drive = new PerfectDrive();
        drive.Filter.Place(0, 0, 0);
        Assert.False(drive.Filter.IsLost);

        drive.Step(0.4, 0.05, 30_000);

        Assert.True(drive.Filter.IsLost);
        drive.Tracked(0.2, 0.1, 10);
        Assert.False(drive.Filter.IsLost);
    }

    [Fact]
    public void The_heading_wraps_for_those_who_read_it_and_does_not_for_controllers()
    {
        var drive = new PerfectDrive();
        drive.Filter.Place(0, 0, 3);
        drive.Step(0.1, 1, 100);

        Assert.Equal(5 - (2 * Math.PI), drive.Filter.HeadingRad, 1e-6);
        Assert.Equal(5, drive.Filter.ContinuousHeadingRad, 1e-6);
    }

    [Theory]
    [InlineData(double.NaN, 0, 0, 0.01, 0.01)]
    [InlineData(0, double.PositiveInfinity, 0, 0.01, 0.01)]
    [InlineData(0, 0, double.NegativeInfinity, 0.01, 0.01)]
    [InlineData(0, 0, 0, double.NaN, 0.01)]
    [InlineData(0, 0, 0, -0.01, 0.01)]
    [InlineData(0, 0, 0, 0.01, double.NaN)]
    [InlineData(0, 0, 1e300, 0.01, 0.01)]
    [InlineData(1e9, 0, 0, 0.01, 0.01)]
    [InlineData(-1e300, 0, double.NaN, 0.01, 0.01)]
    public void What_is_no_pose_is_refused_and_counted(double x, double y, double heading, double sigmaM, double sigmaRad)
    {
        var drive = new PerfectDrive();
        drive.Step(0.2, 0.1, 10).Tracked(0.2, 0.1, 2).Step(0.2, 0.1, 5);
        var (before, refused) = (drive.Filter.XM, drive.Filter.Refused);

        Assert.Equal(PoseStatus.Implausible, drive.Filter.Measure(drive.NowUs, drive.NowUs, x, y, heading, sigmaM, sigmaRad, 1));

        Assert.Equal(before, drive.Filter.XM);
        Assert.Equal(refused + 1, drive.Filter.Refused);
    }

    [Fact]
    public void A_tracker_of_a_thousand_hertz_is_heard_now_and_then()
    {
        var drive = new PerfectDrive();
        drive.Step(0.2, 0, 10);
        var taken = 0;
        for (var i = 0; i < 100; i++)
        {
            drive.Step(0.2, 0);
            for (var k = 0; k < 20; k++)
            {
                var atUs = drive.NowUs - 20_000 + (k * 1000L);
                var x = drive.X - (0.2 * (drive.NowUs - atUs) * 1e-6);
                var status = drive.Filter.Measure(atUs, atUs + 50_000, x, 0, 0, 0.005, 0.02);
                taken += status is PoseStatus.Taken or PoseStatus.Placed or PoseStatus.Waiting ? 1 : 0;
            }
        }

        Assert.InRange(taken, 200, 255);
        Assert.InRange(drive.ErrorM, 0, 0.005);
    }

    [Fact]
    public void Of_two_trackers_that_disagree_one_is_followed_and_the_other_when_that_is_silent()
    {
        var drive = new PerfectDrive();
        drive.Step(0.2, 0.1, 10).Tracked(0.2, 0.1, 2);
        for (var i = 0; i < 100; i++)
        {
            drive.Step(0.2, 0.1, 5);
            Assert.Equal(PoseStatus.Taken, drive.See());
            Assert.Equal(PoseStatus.OtherSource, drive.See(dx: 1, source: 2));
        }

        Assert.Equal(100, drive.Filter.OthersDisagree);
        Assert.InRange(drive.ErrorM, 0, 0.005);

        // The first one is gone; the second, by now right, takes over.
        for (var i = 0; i < 30; i++)
            drive.Step(0.2, 0.1, 5).See(source: 2);
        Assert.Equal(2, drive.Filter.Source);
        Assert.Equal(0, drive.Filter.OthersDisagree);
        Assert.InRange(drive.ErrorM, 0, 0.005);
    }

    [Fact]
    public void Steps_that_are_none_do_nothing()
    {
        var drive = new PerfectDrive();
        drive.Filter.Place(1, 2, 3);
        drive.Filter.Step(double.NaN, 0, 0, 0.02, 20_000);
        drive.Filter.Step(0, double.PositiveInfinity, 0, 0.02, 40_000);
        drive.Filter.Step(0.1, 0.1, 0, 0, 60_000);
        drive.Filter.Step(0.1, 0.1, 0, double.NaN, 60_000);

        Assert.Equal((1.0, 2.0), (drive.Filter.XM, drive.Filter.YM));
        drive.Filter.Place(double.NaN, 0, 0);
        Assert.Equal(1.0, drive.Filter.XM);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var drive = new PerfectDrive();
        drive.Step(0.2, 0.1, 100).Tracked(0.2, 0.1, 10);
        var filter = drive.Filter;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i <= 500; i++)
        {
            filter.Step(0.004, 0.0042, 0.07, 0.02, drive.NowUs + (i * 20_000));
            filter.Measure(drive.NowUs + (i * 20_000) - 7_000_000, drive.NowUs + (i * 20_000) + 40_000, i % 9, 0, 0, 0.005, 0.02, 1);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Whatever comes, for as long as it comes: no NaN, no negative variance, and back on the floor when the tracker speaks
    /// sense again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_input_breaks_it(ulong seed)
    {
        var random = new Xoshiro256(seed);
        var drive = new PerfectDrive();
        double[] covariance = new double[6];
        for (var i = 0; i < 4000; i++)
        {
            drive.Step(
                random.NextUniform(-1, 1), random.NextUniform(-6, 6), 1 + random.NextInt32(3), random.NextInt32(20) == 0 ? 2 : 0,
                random.NextInt32(10) != 0);
            drive.Filter.Measure(
                drive.NowUs + ((long)random.NextUniform(-3e6, 3e6) * (random.NextInt32(4) == 0 ? 1 : 0)), drive.NowUs + 30_000,
                Wild(drive.X), Wild(drive.Y), Wild(drive.Heading), Math.Abs(Wild(0.01)), Math.Abs(Wild(0.02)), random.NextInt32(3));
            drive.Filter.CopyCovariance(covariance);
            Assert.All(covariance, value => Assert.True(double.IsFinite(value)));
            Assert.True(covariance[0] >= 0 && covariance[3] >= 0 && covariance[5] >= 0, $"step {i}");
            Assert.True(double.IsFinite(drive.Filter.XM + drive.Filter.YM + drive.Filter.HeadingRad + drive.Filter.SigmaM));
        }

        drive.Step(0, 0, 200).Tracked(0.2, 0.3, 20);
        Assert.InRange(drive.ErrorM, 0, 0.05);

        double Wild(double value) => random.NextInt32(6) switch
        {
            0 => double.NaN,
            1 => random.NextUniform(-1e4, 1e4),
            2 => value + random.NextUniform(-1, 1),
            _ => value,
        };
    }
}
