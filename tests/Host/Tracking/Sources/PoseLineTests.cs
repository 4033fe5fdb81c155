using System.Text;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Tracking.Sources;

public sealed class PoseLineTests
{
    private static readonly TrackingSetup Setup = new TrackingSetup().With(["wagon", "cart"]);

    [Fact]
    public void The_described_example_is_read()
    {
        var line = Encoding.UTF8.GetBytes(PoseLine.Example().ToJsonString());
        var pose = PoseLine.Read(line, Setup, "topic", "rover-1", out var stampUs, out var why);
        Assert.Equal((1.25, -0.5, 1.57, "mocap", 1_000_000L, ""), (pose!.XM, pose.YM, pose.HeadingRad, pose.Source, stampUs, why));
    }

    [Fact]
    public void All_of_a_line_counts()
    {
        var pose = Read(
            """{"rover": "wagon", "x_m": 1.5, "y_m": -2, "heading_rad": 0.25, "sigma_m": 0.002, "sigma_rad": 0.004, "stamp_us": 123456, "source": "hall", "more": [1]}""", out var stampUs, out _);
        Assert.Equal(new PoseReading("wagon", 1.5, -2, 0.25, 0.002, 0.004, 0, "hall"), pose);
        Assert.Equal(123456, stampUs);
    }

    [Fact]
    public void The_least_is_a_rover_and_a_place()
    {
        var pose = Read("""{"marker_id": 12, "x_m": 0, "y_m": 0, "heading_rad": null}""", out var stampUs, out _);
        Assert.Equal("cart", pose!.Rover);
        Assert.False(pose.HasHeading);
        Assert.Null(stampUs);
        Assert.Equal("udp", pose.Source);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("nonsense", "no JSON")]
    [InlineData("[1, 2]", "no JSON object")]
    [InlineData("""{"rover": "wagon", "x_m": NaN, "y_m": 0}""", "NaN")]
    [InlineData("""{"rover": "wagon", "x_m": -Infinity, "y_m": 0}""", "Infinity")]
    [InlineData("""{"rover": "wagon", "x_m": 1e999, "y_m": 0}""", "x_m is no number")]
    [InlineData("""{"rover": "wagon", "x_m": "1", "y_m": 0}""", "x_m is no number")]
    [InlineData("""{"rover": "wagon", "x_m": null, "y_m": 0}""", "x_m is no number")]
    [InlineData("""{"rover": "wagon", "x_m": 0}""", "no y_m")]
    [InlineData("""{"x_m": 0, "y_m": 0}""", "neither rover nor marker_id")]
    [InlineData("""{"rover": "Wagon/../x", "x_m": 0, "y_m": 0}""", "no name of a rover")]
    [InlineData("""{"marker_id": 99, "x_m": 0, "y_m": 0}""", "on no rover")]
    [InlineData("""{"rover": "wagon", "x_m": 0, "y_m": 0, "stamp_us": -1}""", "stamp_us")]
    [InlineData("""{"rover": "wagon", "x_m": 0, "y_m": 0, "stamp_us": 1.5}""", "stamp_us")]
    [InlineData("""{"rover": "wagon", "x_m": 0, "y_m": 0, "heading_rad": "north"}""", "heading_rad")]
    public void What_is_none_says_why(string line, string word)
    {
        Assert.Null(Read(line, out _, out var why));
        Assert.Contains(word, why, StringComparison.Ordinal);
        Assert.True(why.Length < 200);
    }

    [Fact]
    public void Any_bytes_are_a_pose_or_a_reason()
    {
        var random = new Xoshiro256(5);
        var seed = Encoding.UTF8.GetBytes("""{"rover": "wagon", "x_m": 1.5, "y_m": -2, "heading_rad": 0.25, "stamp_us": 123456}""");
        for (var i = 0; i < 5000; i++)
        {
            var line = (byte[])seed.Clone();
            for (var hits = random.NextInt32(4) + 1; hits > 0; hits--)
                line[random.NextInt32(line.Length)] = (byte)random.NextInt32(256);
            var pose = PoseLine.Read(line, Setup, "udp", null, out _, out var why);
            Assert.True(pose is not null ? double.IsFinite(pose.XM + pose.YM) : why.Length > 0);
        }
    }

    private static PoseReading? Read(string line, out long? stampUs, out string why) =>
        PoseLine.Read(Encoding.UTF8.GetBytes(line), Setup, "udp", null, out stampUs, out why);
}
