using System.Text;
using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Tests.Firmware;

public class NameWatchTests
{
    [Fact]
    public void What_stood_there_before_the_rover_first_spoke_proves_nothing()
    {
        var watch = new NameWatch(new RoverOptions { Instance = 7 });
        Hear(watch, 9, 0);
        Assert.False(watch.IsTaken);
        watch.Speak(1);
        Hear(watch, 7, 2); // its own words come back
        Assert.False(watch.IsTaken);
    }

    /// <summary>A network gives what was kept after the rover has subscribed, and by then it has spoken: every rover that restarted was
    /// called a double for a minute.</summary>
    [Fact]
    public void What_a_broker_kept_counts_from_the_second_connection_on()
    {
        var watch = new NameWatch(new RoverOptions { Instance = 7 });
        watch.Speak(1);
        Hear(watch, 9, 2, isRetained: true); // of an earlier boot
        Assert.False(watch.IsTaken);
        Hear(watch, 7, 3);
        Assert.False(watch.IsTaken);
        watch.Speak(4);
        Hear(watch, 7, 5, isRetained: true); // nobody spoke meanwhile
        Assert.False(watch.IsTaken);
        watch.Speak(6);
        Hear(watch, 9, 7, isRetained: true); // somebody did, and threw this one out
        Assert.True(watch.IsTaken);
    }

    [Fact]
    public void What_another_says_under_the_name_takes_it_until_nobody_has_used_it_for_a_minute()
    {
        var watch = new NameWatch(new RoverOptions { Instance = 7 });
        watch.Speak(0);
        Hear(watch, 9, 1000);
        Assert.True(watch.IsTaken);
        watch.Poll(1000 + NameWatch.FreeAfterUs);
        Assert.True(watch.IsTaken);
        watch.Poll(1001 + NameWatch.FreeAfterUs);
        Assert.False(watch.IsTaken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"instance\":}")]
    [InlineData("{\"instance\":\"9\"}")]
    [InlineData("\"instance\":")]
    [InlineData("lost")]
    public void Words_without_a_number_are_nobodys(string text)
    {
        var watch = new NameWatch(new RoverOptions { Instance = 7 });
        watch.Speak(0);
        var bytes = Encoding.ASCII.GetBytes(text);
        watch.Hear(bytes, bytes.Length, false, 1);
        Assert.False(watch.IsTaken);
    }

    [Fact]
    public void Without_a_random_number_boot_and_moment_make_one_that_stays()
    {
        uint Made(uint boot, long nowUs)
        {
            var watch = new NameWatch(new RoverOptions { BootCount = boot });
            watch.Speak(nowUs);
            var first = watch.Instance;
            watch.Speak(nowUs + 5);
            Assert.Equal(first, watch.Instance);
            return first;
        }

        Assert.Equal(4, new HashSet<uint> { Made(1, 10), Made(2, 10), Made(1, 11), 0 }.Count);
    }

    private static void Hear(NameWatch watch, uint instance, long nowUs, bool isRetained = false)
    {
        var bytes = Encoding.ASCII.GetBytes($"{{\"name\":\"rover-1\",\"instance\":{instance},\"boot_count\":3}}");
        watch.Hear(bytes, bytes.Length, isRetained, nowUs);
    }
}
