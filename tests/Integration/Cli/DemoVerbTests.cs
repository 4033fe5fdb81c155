using System.Text.Json;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>The demo as a person starts it, shortened; on the in-process link, and over MQTT.</summary>
public sealed class DemoVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae demo ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task On_a_floor_rovers_learn_join_change_shape_drop_out_and_come_back()
    {
        var json = await Floor("--in-process");
        Assert.Equal(5, json.GetProperty("rovers").GetInt32());
        Assert.Equal(0, json.GetProperty("contacts").GetInt32());
        // Two join, a column past the post and the triangle again, a polygon, one drops out and comes back, a line.
        Assert.Equal(8, json.GetProperty("shape_changes").GetInt32());
        Assert.Equal(0, json.GetProperty("rovers_missing").GetArrayLength());
        Assert.Equal(0, json.GetProperty("activation_tick_spread").GetInt32());
        var (before, after) = (json.GetProperty("formation_error_rms_m_v1").GetDouble(),
            json.GetProperty("formation_error_rms_m_v2").GetDouble());
        Assert.True(after < 0.4 * before, $"{before} to {after}");
        Assert.InRange(after, 0, 0.015);
        Assert.Equal(1300, json.GetProperty("periods").GetInt32());
        var run = json.GetProperty("run_dir").GetString()!;
        Assert.Equal(1301, File.ReadLines(Path.Combine(run, "formation.csv")).Count());
        Assert.Contains(
            "replay", await File.ReadAllTextAsync(Path.Combine(run, "report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_MQTT_the_floor_is_the_same_to_the_bit()
    {
        var (here, there) = (await Floor("--in-process", "--periods", "150"), await Floor("--periods", "150"));
        Assert.Equal("mqtt", there.GetProperty("transport").GetString());
        Assert.Equal(here.GetProperty("formation_error_rms_m").GetDouble(), there.GetProperty("formation_error_rms_m").GetDouble());
    }

    [Fact]
    public async Task Bodies_are_for_the_paper()
    {
        var run = await CliRun.Of("demo", "--bodies", "rover", "--json", "--runs", folder);
        Assert.Equal((ExitCode.Usage, "MAE627"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task In_process_it_shows_the_difference_that_the_push_makes_and_leaves_everything()
    {
        var json = await Demo("--in-process", "--periods", "120");
        Assert.Equal("in-process", json.GetProperty("transport").GetString());
        Hold(json, 120);
        var run = json.GetProperty("run_dir").GetString()!;
        Assert.Equal(
            "completed",
            JsonDocument
                .Parse(await File.ReadAllTextAsync(Path.Combine(run, "run.json"), TestContext.Current.CancellationToken)).RootElement
                .GetProperty("state").GetString());
        Assert.Equal(121, File.ReadLines(Path.Combine(run, "formation.csv")).Count());
        Assert.Contains(
            "uPlot", await File.ReadAllTextAsync(Path.Combine(run, "report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(run, "*.partial"));

        var diff = await CliRun.Of("param", "diff", Path.Combine(run, "rover-1.v1.maep"), Path.Combine(run, "rover-1.v2.maep"), "--json");
        Assert.Equal(ExitCode.Failed, diff.Code);
        var training = json.GetProperty("training");
        Assert.False(training.GetProperty("loaded").GetBoolean());
        var evaluation = training.GetProperty("evaluation");
        Assert.True(Cost(evaluation, "learned") < 0.05 * Cost(evaluation, "no_learning"));
        Assert.True(File.Exists(Path.Combine(training.GetProperty("run_dir").GetString()!, "report.html")));
        Assert.Contains(
            "model_offset", diff.Json.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task What_it_trained_once_it_loads_again_but_only_for_the_same_options()
    {
        var first = await Demo("--in-process", "--periods", "60");
        var again = await Demo("--in-process", "--periods", "60");
        var other = await Demo("--in-process", "--periods", "60", "--seed", "2");
        Assert.True(again.GetProperty("training").GetProperty("loaded").GetBoolean());
        Assert.Equal(first.GetProperty("stage_cost_mean_v2").GetDouble(), again.GetProperty("stage_cost_mean_v2").GetDouble());
        Assert.False(other.GetProperty("training").GetProperty("loaded").GetBoolean());
    }

    [Fact]
    public async Task Over_MQTT_it_comes_to_the_same_and_needs_nothing_installed()
    {
        var json = await Demo("--periods", "120");
        Assert.StartsWith("MQTTnet 5", json.GetProperty("client").GetString(), StringComparison.Ordinal);
        Assert.Contains("MQTTnet.Server 5", json.GetProperty("broker").GetString(), StringComparison.Ordinal);
        Assert.Equal("mqtt", json.GetProperty("transport").GetString());
        Assert.StartsWith("127.0.0.1:", json.GetProperty("broker").GetString(), StringComparison.Ordinal);
        Hold(json, 120);
    }

    [Fact]
    public async Task A_run_that_is_stopped_says_so_and_ends_with_130()
    {
        using var stop = new CancellationTokenSource();
        var running = CliRun.Of(stop.Token, "demo", "--paper", "--in-process", "--json", "--speed", "1", "--runs", folder);
        string? left = null;
        for (var waited = 0; left is null; waited++)
        {
            Assert.True(waited < 2400, "it did not begin to drive within two minutes");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            left = Directory.GetDirectories(folder, "*-demo-1").SingleOrDefault(path => File.Exists(Path.Combine(path, "run.json")));
        }

        await stop.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await running).Code);
        Assert.Equal(
            "stopped",
            JsonDocument
                .Parse(await File.ReadAllTextAsync(Path.Combine(left, "run.json"), TestContext.Current.CancellationToken)).RootElement
                .GetProperty("state").GetString());
        foreach (var kept in new[] { "formation.csv", "report.html" })
            Assert.True(File.Exists(Path.Combine(left, kept)), kept);
    }

    private async Task<JsonElement> Floor(params string[] args)
    {
        var run = await CliRun.Of(["demo", "--json", "--runs", folder, .. args]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        return run.Json;
    }

    private async Task<JsonElement> Demo(params string[] args)
    {
        var run = await CliRun.Of(["demo", "--paper", "--json", "--runs", folder, .. args]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        return run.Json;
    }

    private static double Cost(JsonElement evaluation, string name) =>
        evaluation.GetProperty(name).GetProperty("stage_cost_mean").GetDouble();

    // Without learning .191/.405/.596 m, learned .026/.025/.004 m over long runs (mae train formation), with room for short ones.
    private static void Hold(JsonElement json, int periods)
    {
        Assert.Equal(3, json.GetProperty("rovers").GetInt32());
        Assert.Equal(periods, json.GetProperty("periods").GetInt32());
        Assert.Equal(0, json.GetProperty("activation_tick_spread").GetInt32());
        Assert.Equal(2, json.GetProperty("parameter_version").GetInt32());
        Assert.True(json.GetProperty("stage_cost_mean_v2").GetDouble() < 0.3 * json.GetProperty("stage_cost_mean_v1").GetDouble());
        var before = json.GetProperty("coupling_error_abs_mean_m_v1");
        var after = json.GetProperty("coupling_error_abs_mean_m_v2");
        Assert.InRange(before[2].GetDouble(), 0.5, 0.7);
        for (var row = 0; row < 3; row++)
            Assert.InRange(after[row].GetDouble(), 0, 0.08);
    }
}
