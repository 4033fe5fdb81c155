using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Missions.Coverage;

/// <summary>train coverage and evaluate coverage as a user types them; what is learned is measured in tests/Papers/S3.</summary>
public sealed class CoverageVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Training_leaves_a_policy_that_evaluate_takes()
    {
        var run = await Train("--seed", "3");
        foreach (var key in new[]
        {
            "return_mean", "return_std", "terminal_violation_rate", "state_violation_rate", "time_steps_mean", "actions_mean",
            "env_steps_per_s", "updates_per_s",
            "actor_parameters", "actor_bytes", "seconds",
        })
            Assert.Equal(JsonValueKind.Number, run.GetProperty(key).ValueKind);
        var path = run.GetProperty("run_dir").GetString()!;
        Assert.Equal("completed", JsonNode.Parse(await Text(path, "run.json"))!["state"]!.ToString());
        Assert.Equal("env_steps,seconds,return_exploring,critic_loss,actor_value", (await Text(path, "curves.csv")).Split('\n')[0]);
        Assert.Contains("\"kind\":\"replay\"", await Text(path, "report.html"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(path, "checkpoint.bin")), "a longer run goes on from it");

        var same = await CliRun.Of("evaluate", "coverage", "--policy", path, "--episodes", "64", "--json");
        Assert.Equal(run.GetProperty("return_mean").GetDouble(), same.Json.GetProperty("return_mean").GetDouble());
        foreach (var key in new[] { "return_std", "terminal_violation_rate", "state_violation_rate", "time_steps_mean", "actions_mean",
            "env_steps_per_s", "updates_per_s", "actor_parameters", "actor_bytes", "seconds", "run_dir" })
            Assert.True(same.Json.TryGetProperty(key, out _), key);
        var seven = await CliRun.Of(
            "evaluate", "coverage", "--policy", path, "--agents", "7", "--episodes", "20", "--range", "0.6", "--memory", "off", "--int8",
            "--json");
        Assert.Equal(ExitCode.Ok, seven.Code);
        Assert.Equal(20, seven.Json.GetProperty("episodes_evaluated").GetInt32());
        Assert.True(seven.Json.GetProperty("actor_bytes").GetInt32() < run.GetProperty("actor_bytes").GetInt32());
    }

    [Fact]
    public async Task Actors_that_know_each_other_by_number_drive_no_other_team()
    {
        var run = await Train("--algorithm", "maddpg");
        var refused = await CliRun.Of("evaluate", "coverage", "--policy", run.GetProperty("run_dir").GetString()!, "--agents", "5", "--json");
        Assert.Equal((ExitCode.Rejected, "MAE542"), (refused.Code, Code(refused)));
    }

    [Fact]
    public async Task The_learning_rate_changes_what_is_learned_and_is_kept()
    {
        var plain = await Train("--seed", "4");
        var same = await Train("--seed", "4", "--learning-rate", "0.01");
        var other = await Train("--seed", "4", "--learning-rate", "0.02");
        static double Return(JsonElement run) => run.GetProperty("return_mean").GetDouble();
        Assert.Equal(Return(plain), Return(same));
        Assert.NotEqual(Return(plain), Return(other));
        var kept = JsonNode.Parse(await Text(other.GetProperty("run_dir").GetString()!, "run.json"))!["options"]!["learning_rate"]!;
        Assert.Equal(0.02, kept.GetValue<double>());
    }

    [Fact]
    public async Task A_run_whose_checkpoint_is_gone_is_not_begun_again_in_silence()
    {
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new StopAfter(stop, "50 %");
        await MaeApp.RunAsync(
            ["train", "coverage", "--episodes", "120", "--evaluate", "64", "--runs", folder, "--json"], output, error, stop.Token);
        var run = Directory.GetDirectories(folder).Single();
        File.Delete(Path.Combine(run, "checkpoint.bin"));
        var gone = await CliRun.Of("train", "coverage", "--resume", run, "--json");
        Assert.Equal((ExitCode.Configuration, "MAE517"), (gone.Code, Code(gone)));

        // One that was killed before it had any begins again, and says so.
        await File.WriteAllTextAsync(
            Path.Combine(run, "run.json"), (await Text(run, "run.json")).Replace("\"checkpointed\": true,", "", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var again = await CliRun.Of("train", "coverage", "--resume", run, "--json");
        Assert.Equal(ExitCode.Ok, again.Code);
        Assert.Contains("ended before its first checkpoint: it begins again", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_too_short_to_learn_warns()
    {
        var run = await CliRun.Of("train", "coverage", "--episodes", "8", "--evaluate", "8", "--runs", folder, "--json");
        Assert.Equal(0, run.Json.GetProperty("updates").GetInt32());
        Assert.Contains(
            "Nothing was learned", Assert.Single(run.Json.GetProperty("warnings").EnumerateArray()).GetString()!, StringComparison.Ordinal);
        Assert.Contains("Nothing was learned", run.Error, StringComparison.Ordinal);
        Assert.Empty((await Train()).GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public async Task An_evaluation_shows_the_team_on_a_page_where_it_is_asked_to()
    {
        var policy = (await Train()).GetProperty("run_dir").GetString()!;
        var plain = await CliRun.Of(
            "evaluate", "coverage", "--policy", policy, "--episodes", "8", "--runs", Path.Combine(folder, "pages"), "--json");
        Assert.False(plain.Json.TryGetProperty("report", out _));
        Assert.False(Directory.Exists(Path.Combine(folder, "pages")));
        var shown = await CliRun.Of(
            "evaluate", "coverage", "--policy", policy, "--agents", "5", "--episodes", "8", "--report", "--runs",
            Path.Combine(folder, "pages"), "--json");
        var page = await File.ReadAllTextAsync(shown.Json.GetProperty("report").GetString()!, TestContext.Current.CancellationToken);
        Assert.Contains("\"kind\":\"replay\"", page, StringComparison.Ordinal);
        Assert.Contains("agent 5", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_run_goes_on_to_the_bits_of_one_that_was_never_stopped()
    {
        var whole = (await Train("--seed", "5", "--checkpoint-every", "1000")).GetProperty("run_dir").GetString()!;
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new StopAfter(stop, "50 %");
        var code = await MaeApp.RunAsync(
            ["train", "coverage", "--episodes", "120", "--evaluate", "64", "--seed", "5", "--runs", folder, "--json"], output, error,
            stop.Token);
        Assert.Equal(ExitCode.Interrupted, code);
        var stopped = Directory.GetDirectories(folder).Single(path => path != whole);
        Assert.Equal("stopped", JsonNode.Parse(await Text(stopped, "run.json"))!["state"]!.ToString());

        Assert.Contains("was stopped before its end", await Text(stopped, "report.html"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(stopped, "curves.csv")));

        var early = await CliRun.Of("evaluate", "coverage", "--policy", stopped, "--json");
        Assert.Equal("MAE522", Code(early));
        var contradicted = await CliRun.Of("train", "coverage", "--resume", stopped, "--agents", "4", "--json");
        Assert.Equal("MAE514", Code(contradicted));
        Assert.Equal("stopped", JsonNode.Parse(await Text(stopped, "run.json"))!["state"]!.ToString());
        var resumed = await CliRun.Of("train", "coverage", "--resume", stopped, "--json");
        Assert.Equal(ExitCode.Ok, resumed.Code);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(whole, "actor.set"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(Path.Combine(stopped, "actor.set"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_that_is_no_policy_is_refused_by_what_it_lacks()
    {
        var path = (await Train()).GetProperty("run_dir").GetString()!;
        Assert.Equal("MAE521", Code(await Evaluate(Path.Combine(folder, "nowhere"))));
        var set = await File.ReadAllBytesAsync(Path.Combine(path, "actor.set"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(path, "actor.set"), set[..^7], TestContext.Current.CancellationToken);
        Assert.Equal("MAE523", Code(await Evaluate(path)));
        File.Delete(Path.Combine(path, "actor.set"));
        Assert.Equal("MAE523", Code(await Evaluate(path)));
        await File.WriteAllBytesAsync(Path.Combine(path, "actor.set"), set, TestContext.Current.CancellationToken);
        var description = Path.Combine(path, "policy.json");
        var text = await File.ReadAllTextAsync(description, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            description, text.Replace("\"others\": 2", "\"others\": 4", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var other = await Evaluate(path);
        Assert.Equal("MAE524", Code(other));
        Assert.Contains("3 landmarks, 2 others", other.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            description, text.Replace("\"agents\": 3", "\"agents\": 300", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal("MAE522", Code(await Evaluate(path)));
        foreach (var (was, isNow, said) in new[]
        {
            ("\"episode_steps\": 25,", "", "episode_steps is missing"),
            ("\"initial_separation_m\": 0,", "\"initial_separation_m\": 9,", "initial_separation_m is 9, not 0 to 0.3"),
            ("discrete-5", "continuous-2", "actions \"continuous-2\""),
        })
        {
            await File.WriteAllTextAsync(
                description, text.Replace(was, isNow, StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var edited = await Evaluate(path);
            Assert.NotEqual("MAE999", Code(edited));
            Assert.Contains(said, edited.Json.GetProperty("error").GetProperty("what").GetString()!, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(description, text[..40], TestContext.Current.CancellationToken);
        Assert.Equal("MAE522", Code(await Evaluate(path)));
    }

    [Theory]
    [InlineData("--agents", "1")]
    [InlineData("--agents", "0")]
    [InlineData("--algorithm", "magic")]
    [InlineData("--seeds", "4..1")]
    [InlineData("--smallest-team", "9")]
    [InlineData("--objective", "minimum-time")]
    public async Task Wrong_options_are_usage_errors_and_leave_no_folder(string option, string value)
    {
        var run = await CliRun.Of("train", "coverage", option, value, "--episodes", "8", "--runs", Path.Combine(folder, "runs"), "--json");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.True(
            run.Output.Contains(option, StringComparison.Ordinal) || run.Output.Contains(value, StringComparison.Ordinal), run.Output);
        Assert.False(Directory.Exists(Path.Combine(folder, "runs")));
    }

    [Theory]
    [InlineData("--range", "0", "from 0.001")]
    [InlineData("--range", "-1", "from 0.001")]
    [InlineData("--range", "nan", "from 0.001")]
    [InlineData("--agents", "0", "from 2 to 64")]
    [InlineData("--agents", "1", "from 2 to 64")]
    public async Task A_range_of_nothing_and_a_team_of_one_are_refused_with_what_was_expected(string option, string value, string expected)
    {
        var run = await CliRun.Of("evaluate", "coverage", "--policy", folder, option, value, "--json");
        Assert.Equal((ExitCode.Usage, "MAE002"), (run.Code, Code(run)));
        Assert.Contains(option, run.Output, StringComparison.Ordinal);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    private async Task<JsonElement> Train(params string[] more)
    {
        var run = await CliRun.Of(["train", "coverage", "--episodes", "120", "--evaluate", "64", "--runs", folder, "--json", .. more]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        return run.Json;
    }

    private static Task<CliRun> Evaluate(string path) => CliRun.Of("evaluate", "coverage", "--policy", path, "--json");

    private static string? Code(CliRun run) => run.Json.GetProperty("error").GetProperty("code").GetString();

    private static Task<string> Text(string path, string file) =>
        File.ReadAllTextAsync(Path.Combine(path, file), TestContext.Current.CancellationToken);

    /// <summary>Presses Ctrl-C when a word appears on standard error.</summary>
    private sealed class StopAfter(CancellationTokenSource stop, string word) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true)
                stop.Cancel();
        }

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));
    }
}
