using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Tests.Rover.Board;

public sealed class RoverSettingsTests
{
    private static byte[] Text(RoverSettings settings)
    {
        var text = new byte[RoverSettings.TextBytes];
        return text[..settings.Write(text)];
    }

    private static RoverSettings Filled()
    {
        var settings = new RoverSettings();
        Assert.Null(settings.TrySet(RoverSettings.Name, "rover-3"));
        Assert.Null(settings.TrySet(RoverSettings.WifiSsid, "my lab = here"));
        Assert.Null(settings.TrySet(RoverSettings.ParameterKey, new string('a', 64)));
        Assert.Null(settings.TrySet(RoverSettings.WheelRadiusUm, "34100"));
        return settings;
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var text = Text(Filled());
        var read = new RoverSettings();
        Assert.True(read.TryRead(text, text.Length));
        for (var i = 0; i < RoverSettings.Count; i++)
            Assert.Equal(Filled().Text(i), read.Text(i));
        Assert.Equal(0.0341, read.ToGeometry().WheelRadiusM, 1e-12);
        Assert.Equal(Enumerable.Repeat((byte)0xAA, 32), read.ToOptions(1).ParameterKey);
        Assert.Equal("rover-3", read.ToOptions(1).Name);
    }

    [Fact]
    public void Every_cut_and_every_flipped_bit_is_noticed_and_leaves_nothing_set()
    {
        var text = Text(Filled());
        for (var length = 0; length < text.Length; length++)
            Refuse(text, length);
        for (var bit = 0; bit < 8 * text.Length; bit++)
        {
            text[bit / 8] ^= (byte)(1 << (bit % 8));
            Refuse(text, text.Length);
            text[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        static void Refuse(byte[] text, int length)
        {
            var settings = new RoverSettings();
            Assert.False(settings.TryRead(text, length));
            Assert.All(Enumerable.Range(0, RoverSettings.Count), i => Assert.Null(settings.Text(i)));
        }
    }

    [Fact]
    public void The_fullest_settings_fit_the_buffer()
    {
        var settings = new RoverSettings();
        for (var i = 0; i < RoverSettings.Count; i++)
            settings.TrySet(i, i < RoverSettings.BrokerPort ? new string('a', RoverSettings.ValueLength) : "1024");
        Assert.NotEmpty(Text(settings));
    }
}
