using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Boards.Serial;

/// <summary>The verbs on a real terminal line, at whose other end something is wrong.</summary>
public sealed class SerialLineTests : IDisposable
{
    private const string Gps = "$GPGGA,123519,4807.038,N,01131.000,E,1,08\r\n";

    private readonly string folder = Directory.CreateTempSubdirectory("mae-serial").FullName;

    public SerialLineTests() => Assert.SkipUnless(PseudoTerminal.IsThere, "Linux only");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Verbs => ["info", "provision --name rover-1", "motor-test", "calibrate dead-band", "identify"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_port_that_never_falls_silent_and_never_answers_ends_at_the_deadline(string verb)
    {
        using var board = new FakeBoard((_, _) => "", Gps);
        var run = await Run(verb, board.Port, "--timeout", "1");
        AssertError(run, "MAE311", ExitCode.Timeout);
        Assert.DoesNotContain("rover-1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_that_speaks_is_quoted()
    {
        using var board = new FakeBoard((_, _) => "", Gps);
        Assert.Contains("$GPGGA,123519", (await Run("info", board.Port, "--timeout", "1.5")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_among_chatter_is_found()
    {
        using var board = new FakeBoard((_, line) => FakeBoard.WellSaid(line), Gps);
        // Its wheels do not turn: the test has run, and says so.
        Assert.Equal(ExitCode.Partial, (await Run("motor-test", board.Port)).Code);
    }

    // What stands before the first answer, on the first or on the second line that the board gets (the first is the empty one that leads
    // in).
    [Theory]
    [InlineData("\u0000\u00ff")]
    [InlineData("\u00fe~\u0080")]
    [InlineData("error unknown command; there are info sense\n")]
    [InlineData("error line too long\r\n")]
    [InlineData("ok\n")]
    [InlineData("rst:0x1 (POWERON_RESET),boot:0x13\r\nI (12) wifi: ok\r\n")]
    public async Task Noise_before_the_first_answer_costs_nothing(string noise)
    {
        foreach (var noisy in new[] { 1, 2 })
        {
            using var board = new FakeBoard((n, line) => (n == noisy ? noise : "") + FakeBoard.WellSaid(line));
            var run = await Run("info", board.Port);
            Assert.True(run.Code == ExitCode.Ok, run.Error);
            Assert.Equal("rover-1", run.Json.GetProperty("name").GetString());
            Assert.Equal(7400, run.Json.GetProperty("battery_mv").GetInt32());
        }
    }

    [Fact]
    public async Task A_command_that_noise_got_into_is_asked_once_more()
    {
        using var board = new FakeBoard((n, line) => n == 2 ? "error unknown command; there are info sense\n" : FakeBoard.WellSaid(line));
        Assert.Equal(ExitCode.Ok, (await Run("info", board.Port)).Code);
        using var deaf = new FakeBoard((n, line) => n == 2 ? "" : FakeBoard.WellSaid(line));
        Assert.Equal(ExitCode.Ok, (await Run("info", deaf.Port)).Code);
        using var refusing = new FakeBoard((_, line) => line.Length == 0 ? "" : "error unknown command; there are none\n");
        AssertError(await Run("info", refusing.Port), "MAE312", ExitCode.Rejected);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task Every_end_of_line_ends_a_line_and_an_echo_is_no_answer(string end)
    {
        using var board = new FakeBoard((_, line) => line + end + FakeBoard.WellSaid(line).Replace("\n", end, StringComparison.Ordinal));
        var run = await Run("info", board.Port);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Equal(1000, run.Json.GetProperty("free_bytes").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_pulled_plug_is_called_one(string verb)
    {
        foreach (var last in new[] { 1, 2, 3 })
        {
            using var board = new FakeBoard((n, line) => n >= last ? null : FakeBoard.WellSaid(line));
            // identify is one question: after its answer nobody needs the line.
            if (verb == "identify" && last == 3)
                continue;
            var run = await Run(verb, board.Port);
            AssertError(run, "MAE326", ExitCode.Unreachable);
            Assert.DoesNotContain("disk", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_echo_never_brings_a_secret_into_a_message()
    {
        var secrets = Path.Combine(folder, "secrets");
        await File.WriteAllTextAsync(secrets, "wifi_password=correct horse\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secrets, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        // It answers who it is, and from then on only repeats.
        using var board = new FakeBoard((_, line) => line is "" or "info" ? FakeBoard.WellSaid(line) : $"> {line}?\n");
        var run = await Run("provision --wifi-ssid lab --secrets " + secrets, board.Port, "--timeout", "0.6");
        AssertError(run, "MAE311", ExitCode.Timeout);
        Assert.DoesNotContain("correct horse", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_port_is_told_apart()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        AssertError(await Run("info", "/dev/no-such-port"), "MAE310", ExitCode.Unreachable);
        AssertError(await Run("info", folder), "MAE325", ExitCode.Unreachable);
        AssertError(await Run("info", file), "MAE325", ExitCode.Unreachable);
        AssertError(await Run("info", "/dev/null"), "MAE325", ExitCode.Unreachable);
        using var board = new FakeBoard((_, line) => FakeBoard.WellSaid(line));
        using (MultiAgentEdge.Host.Boards.SerialLine.Open(board.Port, TestContext.Current.CancellationToken))
            AssertError(await Run("info", board.Port), "MAE324", ExitCode.Unreachable);
        Assert.Equal(ExitCode.Ok, (await Run("info", board.Port)).Code);
        // Whoever is root may open everything.
        if (Environment.UserName != "root" && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.None);
            AssertError(await Run("info", file), "MAE323", ExitCode.Unreachable);
        }
    }

    private static Task<CliRun> Run(string verb, string port, params string[] more) =>
        CliRun.Of([.. verb.Split(' '), "--port", port, .. more, "--json"]);

    private static void AssertError(CliRun run, string code, int exit)
    {
        Assert.True(run.Code == exit, $"{run.Code} {run.Error}");
        Assert.Equal(code, run.Json.GetProperty("error").GetProperty("code").GetString());
    }
}
