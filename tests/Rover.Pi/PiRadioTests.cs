using MultiAgentEdge.Firmware.Pi;

namespace MultiAgentEdge.Tests.Rover.Pi;

public sealed class PiRadioTests : IDisposable
{
    private const string Head = """
        Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
         face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22

        """;

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData(" wlan0: 0000   53.  -57.  -256        0      0      0      0      0        0\n", -57)]
    [InlineData(" wlan0: 0000   70   -38   -256        0      0      0      0      0        0\n", -38)]
    [InlineData("wlp3s0: 0000    0    0    -256  0 0 0 0 0 0\n wlan1: 0000   20.  -90.  -256        0      0      0      0      0        0\n", -90)]
    [InlineData(" wlan0: 0000   53.  -256.  -256        0      0      0      0      0        0\n", null)]
    [InlineData(" wlan0: 0000   53.  160.  -256        0      0      0      0      0        0\n", null)]
    [InlineData(" wlan0: garbage\n", null)]
    [InlineData("", null)]
    public void The_level_is_read_where_a_driver_says_one(string lines, int? expected)
    {
        File.WriteAllText(file, Head + lines);
        int signal = 7;
        bool isRead = new PiRadio(file).TryReadSignal(ref signal);
        Assert.Equal((expected is not null, expected ?? 7), (isRead, signal));
    }

    [Fact]
    public void Without_the_file_there_is_no_radio()
    {
        int signal = 7;
        Assert.False(new PiRadio(file + ".none").TryReadSignal(ref signal));
        Assert.Equal(7, signal);
    }
}
