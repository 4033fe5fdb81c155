using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli;

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

        var provisioned = await CliRun.Of(
            "provision", "--port", port, "--name", "rover-9", "--wifi-ssid", "lab", "--secrets", secrets, "--json");
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
    public async Task By_a_tracker_wheels_track_and_gyroscope_are_measured_at_once_and_what_they_were_is_shown()
    {
        var port = "sim:" + Path.Combine(folder, "board.cfg");
        var first = await CliRun.Of("calibrate", "by-tracker", "--port", port, "--json");
        Assert.True(first.Code == ExitCode.Ok, first.Error);
        var figures = first.Json.GetProperty("figures").EnumerateArray().ToList();
        Assert.Equal(
            [("wheel_radius_um", 33500), ("track_width_um", 140_000), ("gyroscope_permille", 1000)],
            figures.Select(one => (one.GetProperty("setting").GetString(), one.GetProperty("was").GetInt32())));
        // One hundredth of the way slips away.
        int[] truth = [33165, 140_000, 1000];
        Assert.All(figures.Zip(truth), one =>
        {
            Assert.Equal(one.Second, one.First.GetProperty("value").GetInt32(), 0.01 * one.Second);
            Assert.InRange(one.First.GetProperty("sigma").GetDouble(), 1e-5 * one.Second, 0.01 * one.Second);
        });
        var again = await CliRun.Of("calibrate", "by-tracker", "--port", port, "--json");
        Assert.Equal(
            figures.Select(one => one.GetProperty("value").GetInt32()),
            again.Json.GetProperty("figures").EnumerateArray().Select(one => one.GetProperty("was").GetInt32()));
    }

    /// <summary>From a bag of twelve to twelve rovers by one command; broken off and begun again, each stays who it is.</summary>
    [Fact]
    public async Task Twelve_boards_are_provisioned_at_once_and_again()
    {
        var fleet = Path.Combine(folder, "lab.yaml");
        var names = Enumerable.Range(1, 12).Select(i => $"rover-{i}").ToArray();
        await File.WriteAllTextAsync(
            fleet,
            "fleet: lab\nbroker:\n  host: 192.168.1.10\nrovers:\n" + string.Concat(names.Select(name => $"  - name: {name}\n    body: rover\n")),
            TestContext.Current.CancellationToken);
        var secrets = Path.Combine(folder, "secrets");
        await File.WriteAllTextAsync(secrets, "wifi_password=correct horse\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secrets, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var boards = "sim:" + Path.Combine(folder, "bag");
        var labels = Path.Combine(folder, "labels.html");
        string[] command =
        [
            "provision", "--fleet", fleet, "--all", "--port", boards, "--wifi-ssid", "lab", "--secrets", secrets, "--labels", labels,
            "--json",
        ];

        var first = await CliRun.Of(command);
        Assert.Equal((ExitCode.Ok, 12), (first.Code, first.Json.GetProperty("provisioned").GetInt32()));
        Assert.Equal(names, Names(first));
        var page = await File.ReadAllTextAsync(labels, TestContext.Current.CancellationToken);
        Assert.All(names, name => Assert.Contains($">{name}<", page, StringComparison.Ordinal));
        Assert.Equal(12, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("correct horse", first.Json.ToString() + page, StringComparison.Ordinal);

        // One board is exchanged for a new one: the others stay who they are, and the new one takes the name that is free.
        File.Delete(Path.Combine(folder, "bag", "board-004.cfg"));
        var again = await CliRun.Of([.. command, "--force"]);
        Assert.Equal(names, Names(again));
        var info = await CliRun.Of("info", "--port", $"{boards}/board-004.cfg", "--json");
        Assert.Equal(("lab", "rover-4"), (info.Json.GetProperty("fleet").GetString(), info.Json.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Ports_without_a_board_are_named_and_what_is_for_one_board_is_refused()
    {
        var fleet = Path.Combine(folder, "one.yaml");
        await File.WriteAllTextAsync(
            fleet, "fleet: lab\nrovers:\n  - name: rover-1\n    body: rover\n", TestContext.Current.CancellationToken);
        var run = await CliRun.Of("provision", "--fleet", fleet, "--all", "--port", "/dev/no-1,/dev/no-2", "--json");
        Assert.Equal((ExitCode.Failed, 2), (run.Code, run.Json.GetProperty("failed").GetInt32()));
        foreach (var wrong in new string[][] { ["provision", "--all", "--name", "a"], ["provision", "--labels", "a"] })
            Assert.Contains("MAE316", (await CliRun.Of(wrong)).Error, StringComparison.Ordinal);
    }

    /// <summary>The firmware's version belongs to the packages, and nothing is deployed before its native code was compared.</summary>
    [Fact]
    public async Task Flashing_all_boards_says_what_it_would_do_on_each()
    {
        var run = await CliRun.Of("flash", "--all", "--port", "/dev/ttyUSB0, /dev/ttyUSB1", "--dry-run", "--json");
        string[] steps = [.. run.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetString()!)];
        foreach (var port in new[] { "/dev/ttyUSB0", "/dev/ttyUSB1" })
        {
            string[] own = [.. steps.Where(step => step.Contains(port, StringComparison.Ordinal))];
            Assert.Equal(4, own.Length);
            Assert.EndsWith($"--fwversion {MultiAgentEdge.Host.Boards.NanoVersions.Firmware}", own[0], StringComparison.Ordinal);
            Assert.Contains("compare its native checksums", own[1], StringComparison.Ordinal);
            Assert.Contains("--deploy", own[2], StringComparison.Ordinal);
        }
    }

    private static string[] Names(CliRun run) =>
        [.. run.Json.GetProperty("boards").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    [Fact]
    public async Task Provisioning_writes_a_file_that_only_its_owner_reads_and_its_deployment()
    {
        var path = Path.Combine(folder, "rover-1.cfg");
        var run = await CliRun.Of("provision", "--out", path, "--name", "rover-1", "--broker-host", "10.0.0.1", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.StartsWith(
            "name=rover-1\nbroker_host=10.0.0.1\ncrc32=", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Contains(
            "I:\\\\rover.cfg", await File.ReadAllTextAsync(path + ".deploy.json", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("mqtts://broker.lan", "name=rover-1\nbroker_host=broker.lan\nbroker_port=8883\nbroker_tls=1\ncrc32=")]
    [InlineData("mqtt://[fe80::1]:1884", "name=rover-1\nbroker_host=fe80::1\nbroker_port=1884\nbroker_tls=0\ncrc32=")]
    [InlineData("10.0.0.1:1884", "name=rover-1\nbroker_host=10.0.0.1\nbroker_port=1884\ncrc32=")]
    [InlineData("a.lan:1884,b.lan:1884", "name=rover-1\nbroker_host=a.lan,b.lan\nbroker_port=1884\ncrc32=")]
    public async Task A_brokers_address_becomes_the_settings_of_a_board(string address, string written)
    {
        var path = Path.Combine(folder, "rover-1.cfg");
        Assert.Equal(
            ExitCode.Ok, (await CliRun.Of("provision", "--out", path, "--name", "rover-1", "--broker-host", address, "--json")).Code);
        Assert.StartsWith(written, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // Force is for an older file of settings, not for the passwords that these are made of.
    [Theory]
    [InlineData("--secrets")]
    [InlineData("--keys")]
    public async Task A_file_that_is_read_is_not_written_over(string option)
    {
        var path = Path.Combine(folder, "lab.secrets");
        await File.WriteAllTextAsync(path, "broker_password=hunter22\n", TestContext.Current.CancellationToken);
        var run = await CliRun.Of("provision", "--out", path, "--name", "rover-1", option, path, "--force", "--json");
        Assert.Equal((ExitCode.Usage, "MAE316"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal("broker_password=hunter22\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Brokers_of_a_cluster_on_several_ports_are_nothing_for_a_board()
    {
        var run = await CliRun.Of(
            "provision", "--out", Path.Combine(folder, "rover-1.cfg"), "--name", "rover-1", "--broker-host", "a.lan:1884,b.lan", "--json");
        Assert.Equal((ExitCode.Usage, "MAE316"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Files_that_are_there_are_overwritten_by_force_only()
    {
        var path = Path.Combine(folder, "rover-1.cfg");
        var svg = Path.Combine(folder, "wiring.svg");
        string[][] verbs = [["provision", "--name", "rover-1", "--out", path], ["wiring", "esp32", "--svg", svg]];
        foreach (var verb in verbs)
        {
            Assert.Equal(ExitCode.Ok, (await CliRun.Of([.. verb, "--json"])).Code);
            Assert.Equal(ExitCode.Configuration, (await CliRun.Of([.. verb, "--json"])).Code);
            Assert.Equal(ExitCode.Ok, (await CliRun.Of([.. verb, "--force", "--json"])).Code);
        }

        // The second file counts as the first.
        File.Delete(path);
        Assert.Equal(ExitCode.Configuration, (await CliRun.Of([.. verbs[0], "--json"])).Code);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_networks_name_in_any_language_and_with_blanks_arrives_as_it_is()
    {
        var port = "sim:" + Path.Combine(folder, "board.cfg");
        foreach (var ssid in new[] { "Café  Zürich ", "网络" })
            Assert.Equal(ExitCode.Ok, (await CliRun.Of("provision", "--port", port, "--wifi-ssid", ssid, "--wifi-open", "--json")).Code);
        Assert.Contains(
            "wifi_ssid=网络\n", await File.ReadAllTextAsync(Path.Combine(folder, "board.cfg"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_of_another_firmware_is_told_and_takes_nothing_else_along()
    {
        var file = Path.Combine(folder, "board.cfg");
        const string lines = "name=rover-9\nled_brightness=5\ndead_band_permille=901\n";
        var crc = MultiAgentEdge.Wire.Crc32.Compute(System.Text.Encoding.ASCII.GetBytes(lines), 0, lines.Length);
        await File.WriteAllTextAsync(file, $"{lines}crc32={crc:X8}\n", TestContext.Current.CancellationToken);
        var info = (await CliRun.Of("info", "--port", "sim:" + file, "--json")).Json;
        Assert.Equal("rover-9", info.GetProperty("name").GetString());
        Assert.Equal("skipped", info.GetProperty("settings").GetString());
        Assert.Equal(["led_brightness", "dead_band_permille"], info.GetProperty("skipped").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task Provisioning_names_the_agents_memory_and_its_bounds()
    {
        string[] sizes = ["--parameter-bytes", "1280", "--coupling-capacity", "10", "--neighbour-capacity", "0", "--state-capacity", "2",
            "--sensitivity-capacity", "0"];
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
    [InlineData("MAE316", "provision", "--port", "sim", "--name", "-")]
    [InlineData("MAE316", "provision", "--port", "sim", "--name", "rover-")]
    [InlineData("MAE316", "provision", "--port", "sim", "--name", "0123456789012345678901234567890123456789")]
    [InlineData("MAE316", "provision", "--port", "sim", "--fleet-name", "a/b")]
    [InlineData("MAE316", "provision", "--port", "sim", "--name", "")]
    [InlineData("MAE316", "provision", "--port", "sim", "--wifi-ssid", "")]
    [InlineData("MAE316", "provision", "--port", "sim", "--wifi-ssid", "lab")]
    [InlineData("MAE316", "provision", "--port", "sim", "--broker-user", "rover-1")]
    [InlineData("MAE316", "provision", "--port", "sim", "--wifi-open", "--wifi-ssid", "012345678901234567890123456789éé")]
    [InlineData("MAE316", "provision", "--port", "sim", "--broker-host", ":18831")]
    [InlineData("MAE316", "provision", "--port", "sim", "--broker-host", "[::1")]
    [InlineData("MAE316", "provision", "--port", "sim", "--broker-host", "tcp://a")]
    [InlineData("MAE316", "provision", "--port", "sim", "--broker-host", "a:1884", "--broker-port", "1885")]
    [InlineData("MAE316", "provision", "--port", "sim", "--broker-host", "mqtt://a", "--tls")]
    [InlineData("MAE204", "new", "no-such-folder/fleet.yaml", "--name", "garden # 2")]
    [InlineData("MAE204", "identify", "--rover", "rover-")]
    [InlineData("MAE204", "estop", "--rover", "Rover_1")]
    [InlineData("MAE204", "sim", "--rover", "a/b")]
    [InlineData("MAE002", "info", "--port", "")]
    [InlineData("MAE310", "flash", "--port", "/dev/no-such-port", "--runtime-only")]
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
    [InlineData("flash", "--all")] // whatever is plugged in, be it nothing
    [InlineData("provision", "--port", "sim", "--name", "rover-1")]
    [InlineData("info", "--port", "sim")]
    [InlineData("identify", "--port", "sim")]
    [InlineData("motor-test", "--port", "sim")]
    [InlineData("calibrate", "dead-band", "--port", "sim")]
    [InlineData("calibrate", "by-tracker", "--port", "sim")]
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
