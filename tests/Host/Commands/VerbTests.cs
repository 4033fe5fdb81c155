using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Commands;

public sealed class VerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task New_writes_a_file_that_reads_back_and_never_overwrites_unasked()
    {
        var path = Path.Combine(folder, "sub folder", "fleet.yaml");
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("new", path, "--name", "garden")).Code);
        Assert.Equal("garden", MultiAgentEdge.Host.Fleet.FleetFile.Load(path).Fleet);
        var again = await CliRun.Of("new", path, "--json");
        Assert.Equal(ExitCode.Configuration, again.Code);
        Assert.Equal("MAE210", again.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("new", path, "--force")).Code);
    }

    [Fact]
    public async Task New_refuses_a_bad_fleet_name()
    {
        var run = await CliRun.Of("new", Path.Combine(folder, "x.yaml"), "--name", "Bad Name");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("bad-name", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "x.yaml")));
    }

    [Fact]
    public async Task Doctor_names_every_part_and_fails_when_the_fleets_broker_is_not_there()
    {
        var run = await CliRun.Of("doctor", "--json");
        Assert.Superset(
            new HashSet<string?> { "dotnet", "mosquitto", "mqtt_client", "packages", "free_port", "clock", "broker" },
            run.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()).ToHashSet());

        // Port 1 of the loopback: nobody listens there without being root and meaning it.
        var path = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(path, "broker: { host: 127.0.0.1, port: 1 }", TestContext.Current.CancellationToken);
        var bad = await CliRun.Of("doctor", "--fleet", path, "--timeout", "2", "--json");
        Assert.Equal(ExitCode.Failed, bad.Code);
        Assert.False(bad.Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_missing_or_broken_fleet_file_is_a_configuration_error()
    {
        Assert.Equal(ExitCode.Configuration, (await CliRun.Of("doctor", "--fleet", Path.Combine(folder, "none.yaml"))).Code);
        var path = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(path, "period_ms: 250", TestContext.Current.CancellationToken);
        var run = await CliRun.Of("doctor", "--fleet", path);
        Assert.Equal(ExitCode.Configuration, run.Code);
        Assert.Contains($"{path}:1:1: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_fleet_file_and_a_folder_are_no_fleet()
    {
        var path = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(path, " \n", TestContext.Current.CancellationToken);
        var empty = await CliRun.Of("doctor", "--fleet", path);
        Assert.Equal(ExitCode.Configuration, empty.Code);
        Assert.Contains($"{path}:1:1: The file is empty.", empty.Error, StringComparison.Ordinal);
        var wrong = await CliRun.Of("doctor", "--fleet", folder);
        Assert.Equal(ExitCode.Configuration, wrong.Code);
        Assert.Contains("is a folder", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_file_holds_cannot_steer_the_terminal()
    {
        var path = Path.Combine(folder, "graph.txt");
        await File.WriteAllTextAsync(path, "\u001b[2J\u0007 nothing\n", TestContext.Current.CancellationToken);
        var run = await CliRun.Of("route", path);
        Assert.Equal(ExitCode.Configuration, run.Code);
        Assert.DoesNotContain(run.Error, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
    }

    [Fact]
    public async Task Route_takes_a_speed_for_a_task_graph_only()
    {
        var path = Path.Combine(folder, "set.txt");
        await File.WriteAllTextAsync(path, "10 1\n0 0 0\n0 0 0\n3 0 5\n", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("route", path)).Code);
        var run = await CliRun.Of("route", path, "--speed", "2");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--speed", run.Error, StringComparison.Ordinal);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("soon")]
    public async Task A_timeout_that_is_none_is_a_usage_error(string value) =>
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("doctor", "--timeout", value)).Code);

    [Fact]
    public async Task Selftest_prints_the_line_of_a_board_and_the_same_checksum_as_json()
    {
        var crc = (await CliRun.Of("selftest", "--json")).Json.GetProperty("crc32").GetString();
        Assert.Matches("^[0-9A-F]{8}$", crc);
        Assert.StartsWith($"selftest crc32={crc} END", (await CliRun.Of("selftest")).Output, StringComparison.Ordinal);
    }
}
