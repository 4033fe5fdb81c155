using System.Text;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Rover.Board;

/// <summary>What a board's console makes of bytes, however they come.</summary>
public sealed class BoardConsoleTests : ISerialLine, ISmallFile, IPlatform
{
    private readonly Queue<byte> arrived = new();
    private readonly List<byte> said = [];
    private readonly BoardRover rover;

    public BoardConsoleTests() => rover = new BoardRover(
        new BoardParts
        {
            Agent = new RoverHardware { Clock = new SimulatedClock(), Link = new FakeLink(), Body = new PointBody(), Store = new SimulatedFlash(16) },
            Console = this,
            SettingsFile = this,
            Platform = this,
        },
        new RoverSettings(),
        new TestFile());

    string IPlatform.BoardName => "test";

    bool IPlatform.IsNetworkUp => false;

    long IPlatform.FreeBytes => 7;

    // Case 07 of issue 10: terminals send CR, scripts LF, some both.
    [Theory]
    [InlineData("info\n", 1)]
    [InlineData("info\r", 1)]
    [InlineData("info\r\n", 1)]
    [InlineData("info\n\r", 1)]
    [InlineData("info\rinfo\rinfo\r", 3)]
    [InlineData("info\r\ninfo\r\n", 2)]
    [InlineData("\n\r\n\rinfo\n", 1)]
    [InlineData("info", 0)]
    [InlineData(" info \n", 1)]
    [InlineData("inx\bfo\n", 1)]
    [InlineData("\b\b\u007finfp\u007fo\r", 1)]
    public void Every_end_of_line_ends_a_line(string bytes, int answers)
    {
        var lines = Say(bytes);
        Assert.Equal(answers, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("ok firmware=", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\u0000\u00ff")]
    [InlineData("set wifi_ss")]
    [InlineData("\u001b[A")]
    public void Noise_costs_its_own_line_alone(string noise)
    {
        var lines = Say($"{noise}\ninfo\r\n");
        Assert.StartsWith("error", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("ok firmware=", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set  name  rover-7", "get name", "ok name=")] // the blank before it is the value's, and no name
    [InlineData("set name rover-7", "get  name ", "ok name=rover-7")]
    [InlineData("set wifi_ssid  Café \u00fc", "get wifi_ssid", "ok wifi_ssid=")] // a byte that is no UTF-8 is refused
    [InlineData("set wifi_ssid  Caf\u00c3\u00a9 ", "get wifi_ssid", "ok wifi_ssid= Caf\u00c3\u00a9 ")]
    [InlineData("set broker_host mqtt://a", "get broker_host", "ok broker_host=")]
    public void Values_are_taken_to_the_byte_or_refused(string set, string get, string answer)
    {
        var first = Say(set + "\r")[0];
        Assert.Equal(answer.EndsWith('=') ? "error" : "ok", first.Split(' ')[0]);
        Assert.Equal([answer], Say(get + "\r"));
    }

    [Fact]
    public void Info_says_how_the_settings_were_found() => Assert.Contains(" settings=none", Say("info\n")[0], StringComparison.Ordinal);

    int ISerialLine.Read(byte[] buffer)
    {
        var count = 0;
        while (count < buffer.Length && arrived.TryDequeue(out var value))
            buffer[count++] = value;
        return count;
    }

    void ISerialLine.Write(byte[] buffer, int length) => said.AddRange(buffer[..length]);

    int ISmallFile.Read(byte[] into) => 0;

    bool ISmallFile.TryReplace(byte[] from, int length) => true;

    void IPlatform.Reboot()
    {
    }

    // Bytes as Latin-1, so that a test can say any of them.
    private string[] Say(string bytes)
    {
        foreach (var value in Encoding.Latin1.GetBytes(bytes))
            arrived.Enqueue(value);
        said.Clear();
        while (arrived.Count > 0)
            rover.Poll();
        rover.Poll();
        return Encoding.Latin1.GetString([.. said]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
