using MultiAgentEdge.Host.Cli;

namespace MultiAgentEdge.Host.Tests.Cli;

public sealed class BoardVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-board").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_simulated_rover_is_provisioned_calibrated_and_says_who_it_is()
    {
        var port = "sim:" + Path.Combine(folder, "board.cfg");
        var secrets = Path.Combine(folder, "secrets");
        await File.WriteAllTextAsync(secrets, "wifi_password=correct horse\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secrets, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var provisioned = await CliRun.Of("provision", "--port", port, "--name", "rover-9", "--wifi-ssid", "lab", "--secrets", secrets, "--json");
        Assert.Equal(ExitCode.Ok, provisioned.Code);
        Assert.Equal("*", provisioned.Json.GetProperty("settings").GetProperty("wifi_password").GetString());
        Assert.Equal("rover-9", (await CliRun.Of("info", "--port", port, "--json")).Json.GetProperty("name").GetString());

        var radius = await CliRun.Of("calibrate", "wheel-radius", "--port", port, "--json");
        Assert.Equal(ExitCode.Ok, radius.Code);
        Assert.InRange(radius.Json.GetProperty("value").GetInt32(), 32_000, 35_000);
        var track = await CliRun.Of("calibrate", "track-width", "--port", port, "--json");
        Assert.InRange(track.Json.GetProperty("value").GetInt32(), 130_000, 150_000);
        Assert.InRange((await CliRun.Of("calibrate", "battery", "--port", port, "--json")).Json.GetProperty("value").GetInt32(), 950, 1050);
        Assert.Equal("rover-9", (await CliRun.Of("info", "--port", port, "--json")).Json.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Provisioning_writes_a_file_that_only_its_owner_reads_and_its_deployment()
    {
        var path = Path.Combine(folder, "rover-1.cfg");
        var run = await CliRun.Of("provision", "--out", path, "--name", "rover-1", "--broker-host", "10.0.0.1", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.StartsWith("name=rover-1\nbroker_host=10.0.0.1\ncrc32=", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("I:\\\\rover.cfg", await File.ReadAllTextAsync(path + ".deploy.json", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Provisioning_names_the_agents_memory_and_its_bounds()
    {
        string[] sizes = ["--parameter-bytes", "1280", "--coupling-capacity", "10", "--neighbour-capacity", "0", "--state-capacity", "2", "--sensitivity-capacity", "0"];
        var port = "sim:" + Path.Combine(folder, "board.cfg");
        var run = await CliRun.Of(["provision", "--port", port, .. sizes, "--json"]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Equal("0", run.Json.GetProperty("settings").GetProperty("neighbour_capacity").GetString());
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("info", "--port", port, "--json")).Code);

        var wrong = await CliRun.Of("provision", "--port", port, "--neighbour-capacity", "65", "--json");
        Assert.Equal(ExitCode.Usage, wrong.Code);
        Assert.Equal("neighbour_capacity needs a number from 0 to 64.", wrong.Json.GetProperty("error").GetProperty("what").GetString());
    }

    [Theory]
    [InlineData("MAE316", "provision", "--name", "Rover 1")]
    [InlineData("MAE316", "provision", "--port", "sim")]
    [InlineData("MAE318", "provision", "--port", "sim", "--name", "rover-1", "--secrets", "no-such-file")]
    [InlineData("MAE318", "provision", "--port", "sim", "--name", "rover-1", "--secrets", ".")]
    [InlineData("MAE318", "provision", "--port", "sim", "--name", "rover-1", "--keys", ".")]
    [InlineData("MAE310", "info", "--port", "/dev/no-such-port")]
    [InlineData("MAE315", "flash", "--port", "/dev/no-such-port", "--image", "no-such-image.bin")]
    public async Task What_is_wrong_has_its_code(string code, params string[] arguments)
    {
        var run = await CliRun.Of([.. arguments, "--json"]);
        Assert.NotEqual(ExitCode.Ok, run.Code);
        Assert.Equal(code, run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("flash", "--port", "/dev/ttyUSB0")]
    [InlineData("provision", "--port", "sim", "--name", "rover-1")]
    [InlineData("info", "--port", "sim")]
    [InlineData("identify", "--port", "sim")]
    [InlineData("motor-test", "--port", "sim")]
    [InlineData("calibrate", "dead-band", "--port", "sim")]
    public async Task A_dry_run_does_nothing_and_says_what_it_would(params string[] arguments)
    {
        var run = await CliRun.Of([.. arguments, "--dry-run", "--json"]);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.True(run.Json.GetProperty("dry_run").GetBoolean());
    }

    [Fact]
    public async Task Every_wheel_of_the_simulated_rover_turns_as_it_should()
    {
        var run = await CliRun.Of("motor-test", "--port", "sim", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.True(run.Json.GetProperty("ok").GetBoolean());
        Assert.True((await CliRun.Of("identify", "--port", "sim", "--json")).Json.GetProperty("blinks").GetBoolean());
    }
}
