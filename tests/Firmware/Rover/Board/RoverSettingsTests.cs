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

    [Theory]
    [InlineData(RoverSettings.ParameterBytes, 1024, 65_536)]
    [InlineData(RoverSettings.CouplingCapacity, 1, 256)]
    [InlineData(RoverSettings.NeighbourCapacity, 0, 64)]
    [InlineData(RoverSettings.StateCapacity, 2, 64)]
    [InlineData(RoverSettings.SensitivityCapacity, 0, 65_536)]
    public void A_size_of_the_agents_memory_reaches_it_or_is_refused_with_its_bounds(int setting, int least, int most)
    {
        foreach (var value in new[] { least, most })
        {
            var settings = new RoverSettings();
            Assert.Null(settings.TrySet(setting, $"{value}"));
            var options = settings.ToOptions(1);
            int[] sizes = [options.ParameterBytes, options.CouplingCapacity, options.NeighbourCapacity, options.StateCapacity, options.SensitivityCapacity];
            Assert.Equal(value, sizes[setting - RoverSettings.ParameterBytes]);
        }

        foreach (var value in new[] { least - 1, most + 1 })
            Assert.Equal($"needs a number from {least} to {most}", new RoverSettings().TrySet(setting, $"{value}"));
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
        {
            // The longest value that each takes.
            string[] values = i < RoverSettings.BrokerPort ? [new string('a', RoverSettings.ValueLength)] : ["1000000", "65536", "60000", "1024", "256", "64", "1"];
            Assert.Contains(values, value => settings.TrySet(i, value) is null);
        }

        Assert.NotEmpty(Text(settings));
    }
}
