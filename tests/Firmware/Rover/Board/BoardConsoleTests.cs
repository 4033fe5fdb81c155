using System.Text;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Rover.Board;

/// <summary>What a board's console makes of bytes, however they come.</summary>
public sealed class BoardConsoleTests : ISerialLine, ISmallFile, IPlatform
{
    private readonly SimulatedClock clock = new();
    private readonly FakeLink link = new();
    private readonly Queue<byte> arrived = new();
    private readonly List<byte> said = [];
    private readonly BoardRover rover;
    private bool isFull;
    private int reboots;

    public BoardConsoleTests() => rover = new BoardRover(
        new BoardParts
        {
            Agent = new RoverHardware { Clock = clock, Link = link, Body = new PointBody(), Store = new SimulatedFlash(16) },
            Console = this,
            SettingsFile = this,
            Platform = this,
        },
        new RoverSettings(),
        new TestFile());

    string IPlatform.BoardName => "test";

    bool IPlatform.IsNetworkUp => false;

    long IPlatform.FreeBytes => 100_000;

    string IPlatform.SerialNumber => "A1B2";

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

    [Theory]
    [InlineData("", "error unknown command")]
    [InlineData("Info", "error unknown command")]
    [InlineData("get", "error no such setting")]
    [InlineData("get motors", "error no such setting")]
    [InlineData("set motors 1", "error no such setting")]
    [InlineData("set name Rover!", "error name ")]
    [InlineData("motor 100 100 500", "error this rover has no motors")]
    [InlineData("identify", "ok")]
    [InlineData("stop", "ok")]
    [InlineData("save", "ok bytes=")]
    [InlineData("sense", "ok running=0 position_um=")]
    public void Every_command_has_its_one_answer(string command, string answer)
    {
        var lines = Say(command + "\n");
        if (command.Length == 0)
            Assert.Empty(lines);
        else
            Assert.StartsWith(answer, Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_too_long_is_refused_whole_and_the_next_one_is_taken()
    {
        var lines = Say(new string('x', 121) + "\ninfo\n");
        Assert.Equal("error line too long", lines[0]);
        Assert.StartsWith("ok firmware=", lines[1], StringComparison.Ordinal);
        // As long as it may be.
        Assert.StartsWith("error unknown command", Say(new string('x', 120) + "\n")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_taken_and_never_shown()
    {
        Assert.Equal(["ok"], Say("set wifi_password correct horse\n"));
        Assert.Equal(["ok wifi_password=*"], Say("get wifi_password\n"));
        Assert.DoesNotContain(Say("info\n"), line => line.Contains("horse", StringComparison.Ordinal));
    }

    [Fact]
    public void Saving_that_fails_is_said_and_a_reboot_is_answered_before_it_is_done()
    {
        isFull = true;
        Assert.Equal(["error the settings could not be written"], Say("save\n"));
        Assert.Equal(["ok"], Say("reboot\n"));
        Assert.Equal(1, reboots);
    }

    // A person at the console, and a fleet that is about to drive.
    [Fact]
    public void An_armed_rover_lets_itself_be_looked_at_and_stopped_and_not_changed()
    {
        Arm();
        foreach (var changing in new[] { "set name rover-7", "get name", "save", "identify", "motor 1 1 1", "reboot", "nonsense" })
            Assert.Equal(["error the rover is armed; disarm it first"], Say(changing + "\n"));
        Assert.Equal(0, reboots);
        foreach (var looking in new[] { "info", "sense", "stop" })
            Assert.StartsWith("ok", Assert.Single(Say(looking + "\n")), StringComparison.Ordinal);
    }

    int ISerialLine.Read(byte[] buffer)
    {
        var count = 0;
        while (count < buffer.Length && arrived.TryDequeue(out var value))
            buffer[count++] = value;
        return count;
    }

    void ISerialLine.Write(byte[] buffer, int length) => said.AddRange(buffer[..length]);

    int ISmallFile.Read(byte[] into) => 0;

    bool ISmallFile.TryReplace(byte[] from, int length) => !isFull;

    void IPlatform.Reboot() => reboots++;

    /// <summary>With a set on its flash, by a host's word.</summary>
    private void Arm()
    {
        var set = CoverageSets.Build(CoverageSets.Policy());
        var host = new LoneRover(set, _ => new PointBody());
        var crc = Bytes.GetU32(set, set.Length - 4);
        const int chunkBytes = ParameterStore.UsualChunkBytes;
        var desired = new DesiredFrame { Version = 1, ByteCount = set.Length, Crc32 = crc, ChunkBytes = chunkBytes };
        link.Queue.Enqueue(host.Sealed(FrameKind.Desired, desired.Write));
        for (var at = 0; at < set.Length; at += chunkBytes)
        {
            var length = Math.Min(chunkBytes, set.Length - at);
            var chunk = new ChunkFrame(chunkBytes) { Version = 1, Crc32 = crc, Index = at / chunkBytes, Length = length };
            Array.Copy(set, at, chunk.Data, 0, chunk.Length);
            link.Queue.Enqueue(host.Sealed(FrameKind.Chunk, chunk.Write));
        }

        Run(4);
        link.Queue.Enqueue(host.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.Arm }.Write));
        Run(1);
        Assert.True(rover.Agent.Mode == RoverMode.Armed, $"{rover.Agent.Mode} {link.LastReport}");
    }

    private void Run(int periods)
    {
        for (var step = 0; step < 10 * periods; step++)
        {
            rover.Poll();
            clock.AdvanceTo(clock.NowUs + (LoneRover.PeriodUs / 10));
        }
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
