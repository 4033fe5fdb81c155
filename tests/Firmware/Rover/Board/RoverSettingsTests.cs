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
    [InlineData(RoverSettings.BodyRadiusUm, 0, 1_000_000)]
    public void A_size_of_the_agents_memory_reaches_it_or_is_refused_with_its_bounds(int setting, int least, int most)
    {
        foreach (var value in new[] { least, most })
        {
            var settings = new RoverSettings();
            Assert.Null(settings.TrySet(setting, $"{value}"));
            var options = settings.ToOptions(1);
            int[] sizes = [options.ParameterBytes, options.CouplingCapacity, options.NeighbourCapacity, options.StateCapacity,
                options.SensitivityCapacity, (int)Math.Round(options.BodyRadiusM * 1e6)];
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
            Assert.Equal(length == 0 ? SettingsState.None : SettingsState.Damaged, settings.State);
            Assert.All(Enumerable.Range(0, RoverSettings.Count), i => Assert.Null(settings.Text(i)));
        }
    }

    // Case 11 of issue 10: what this firmware does not know or take costs nothing but itself.
    [Theory]
    [InlineData("led_brightness=5", "led_brightness")]
    [InlineData("neighbour_capacity=65", "neighbour_capacity")]
    [InlineData("dead_band_permille=901", "dead_band_permille")]
    [InlineData("wifi_password=short", "wifi_password")]
    [InlineData("broker_host=mqtt://a", "broker_host")]
    [InlineData("name=rover-", "name")]
    [InlineData("wifi_ssid=\u00ff\u00fe", "wifi_ssid")]
    [InlineData("no equals sign", "?")]
    [InlineData("Secret Word=5", "?")]
    public void A_line_that_is_not_taken_is_skipped_and_named(string line, string name)
    {
        foreach (var text in new[] { $"{line}\nfleet=lab\nwheel_radius_um=34100\n", $"fleet=lab\n\nwheel_radius_um=34100\r\n{line}\n" })
        {
            var settings = Of(text, out var taken);
            Assert.True(taken);
            Assert.Equal("lab", settings.Text(RoverSettings.Fleet));
            Assert.Equal("34100", settings.Text(RoverSettings.WheelRadiusUm));
            Assert.Equal((SettingsState.Skipped, 1, name), (settings.State, settings.SkippedCount, settings.Skipped));
        }
    }

    // A default in the place of these would be another rover's name, an open network, or less protection.
    [Theory]
    [InlineData("name=Rover", false, true)]
    [InlineData("fleet=a/b", false, true)]
    [InlineData("broker_tls=yes", false, true)]
    [InlineData("parameter_key=1234", false, true)]
    [InlineData("wifi_password=short", true, false)]
    [InlineData("led_brightness=5", true, true)]
    public void What_no_default_may_stand_for_keeps_the_rover_away_until_it_is_set(string line, bool mayConnect, bool mayJoin)
    {
        var settings = Of($"wifi_ssid=lab\n{line}\n", out _);
        Assert.Equal((mayConnect, mayJoin), (settings.MayConnect, settings.MayJoinNetwork));
        var setting = RoverSettings.Find(line.Split('=')[0]);
        if (setting >= 0)
            Assert.Null(settings.TrySet(setting, ""));
        Assert.True(settings.MayConnect && settings.MayJoinNetwork);
    }

    [Theory]
    [InlineData(RoverSettings.WifiPassword, "1234567", "12345678")]
    [InlineData(RoverSettings.WifiPassword, "0123456789012345678901234567890123456789012345678901234567890123x", "0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData(RoverSettings.WifiPassword, "x123456789012345678901234567890123456789012345678901234567890123", "x12345678901234567890123456789012345678901234567890123456789012")]
    [InlineData(RoverSettings.WifiSsid, "012345678901234567890123456789éé", "0123456789012345678901234567éé")]
    [InlineData(RoverSettings.WifiSsid, "a\tb", " a b ")]
    [InlineData(RoverSettings.BrokerHost, "[::1]", "::1")]
    [InlineData(RoverSettings.BrokerHost, "10.0.0.1:1883", "10.0.0.1")]
    [InlineData(RoverSettings.BrokerHost, "mqtts://broker.lan", "broker.lan")]
    [InlineData(RoverSettings.BrokerHost, "a.lan,", "a.lan,b.lan")]
    [InlineData(RoverSettings.Name, "rover-", "rover-1")]
    public void A_text_has_its_own_rule(int setting, string refused, string taken)
    {
        Assert.NotNull(new RoverSettings().TrySet(setting, refused));
        Assert.Null(new RoverSettings().TrySet(setting, taken));
    }

    private static RoverSettings Of(string lines, out bool taken)
    {
        var body = System.Text.Encoding.Latin1.GetBytes(lines);
        var text = body
            .Concat(System.Text.Encoding.ASCII.GetBytes($"crc32={MultiAgentEdge.Wire.Crc32.Compute(body, 0, body.Length):X8}\n"))
            .ToArray();
        var settings = new RoverSettings();
        taken = settings.TryRead(text, text.Length);
        return settings;
    }

    [Fact]
    public void The_fullest_settings_fit_the_buffer()
    {
        var settings = new RoverSettings();
        for (var i = 0; i < RoverSettings.Count; i++)
        {
            // The longest value that each takes.
            string[] values = i < RoverSettings.BrokerPort
                ? [new string('a', RoverSettings.ValueLength), new string('a', RoverSettings.SsidBytes)]
                : ["1000000", "65536", "60000", "1024", "256", "64", "1"];
            Assert.Contains(values, value => settings.TrySet(i, value) is null);
        }

        Assert.NotEmpty(Text(settings));
    }
}
