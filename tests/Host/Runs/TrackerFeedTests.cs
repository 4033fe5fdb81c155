using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Runs;

/// <summary>A rover on its own drivers, wheels that slip, a gyroscope with a bias, and a tracker: from the pins to the pose.</summary>
public sealed class TrackerFeedTests
{
    private readonly SimulatedClock clock = new();
    private readonly double[] state = new double[6];
    private readonly SimulatedWheels wheels;
    private readonly TrackerFeed feed;

    public TrackerFeedTests()
    {
        wheels = new SimulatedWheels(
            clock, seed: 1, inputTimeoutUs: 500_000,
            new DifferentialDriveOptions { SlipBurstsPerS = 0.05, GyroscopeBiasRadS = 0.03 }, isTracked: true);
        wheels.PutDown(new TruePose(2, -1, 1), isTold: false);
        feed = new TrackerFeed(new TrackerOptions { Seed = 9 }, [("rover-1", wheels)], (_, _, frame) => wheels.Pose.TryTakePose(
            frame.Source, frame.StampUs, clock.NowUs, frame.XM, frame.YM,
            (frame.Flags & PoseFrame.HasHeading) != 0 ? frame.HeadingRad : double.NaN, frame.SigmaM, frame.SigmaRad));
    }

    [Fact]
    public void A_rover_that_nobody_told_finds_its_place_and_keeps_it_while_it_drives()
    {
        Run(3, 0, 0);
        Assert.True(wheels.Pose.IsTracked);

        var squared = 0.0;
        for (var i = 0; i < 300; i++)
        {
            Run(0.1, i < 6 ? 0.4 : 0, i % 100 < 50 ? 0.8 : -0.8);
            squared += Math.Pow(ErrorM, 2);
        }

        Assert.InRange(Math.Sqrt(squared / 300), 0, 0.012);
        Assert.InRange(wheels.Pose.PoseSigmaM, 0.0005, 0.02);
        Assert.InRange(feed.Sent, 325, 332);
    }

    [Fact]
    public void After_a_reboot_it_finds_its_place_again()
    {
        Run(5, 0.2, 0.5);
        wheels.Planar.Stop();
        wheels.Reboot();
        Assert.False(wheels.Pose.IsTracked);

        Run(2, 0, 0);

        Assert.True(wheels.Pose.IsTracked);
        Assert.InRange(ErrorM, 0, 0.03);
    }

    [Fact]
    public void Carried_away_it_is_back_in_seconds_and_a_person_who_says_otherwise_is_not_believed()
    {
        Run(5, 0.1, 0.5);
        wheels.PutDown(new TruePose(-1, 1, -2), isTold: false);
        Run(5, 0.02, 0);
        Assert.InRange(ErrorM, 0, 0.03);

        wheels.Planar.SetPose(0, 0, 0);
        Assert.InRange(ErrorM, 0, 0.03);
    }

    [Fact]
    public void Blind_for_long_it_is_lost_and_found()
    {
        Run(5, 0.1, 0.3);
        feed.Sees = false;
        Run(400, 0.1, 0.3);
        Assert.True(wheels.Pose.IsLost, $"{wheels.Pose.PoseSigmaM} m");

        feed.Sees = true;
        Run(5, 0, 0.3);
        Assert.False(wheels.Pose.IsLost);
        Assert.InRange(ErrorM, 0, 0.05);
    }

    private double ErrorM
    {
        get
        {
            Assert.True(wheels.Planar.TrySense(state));
            var truth = wheels.Truth;
            return Math.Sqrt(Math.Pow(state[0] - truth.XM, 2) + Math.Pow(state[1] - truth.YM, 2));
        }
    }

    private void Run(double seconds, double accelerationMS2, double yawRateRadS)
    {
        var untilUs = clock.NowUs + (long)(seconds * 1e6);
        var nextInputUs = clock.NowUs;
        while (clock.NowUs < untilUs)
        {
            if (clock.NowUs >= nextInputUs)
            {
                // Never faster than 0.3 m/s, however long it accelerates.
                wheels.Planar.TrySense(state);
                wheels.Planar.TryActuate([yawRateRadS, state[3] > 0.3 ? Math.Min(0, accelerationMS2) : accelerationMS2]);
                nextInputUs += 100_000;
            }

            clock.AdvanceTo(Math.Min(untilUs, Math.Min(nextInputUs, feed.NextUs)));
            feed.Poll(clock.NowUs);
        }
    }
}
