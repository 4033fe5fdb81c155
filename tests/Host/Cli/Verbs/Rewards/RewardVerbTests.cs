using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Rewards;

public sealed class RewardVerbTests
{
    [Fact]
    public async Task Coverage_prints_the_bounds_of_the_paper()
    {
        var run = await CliRun.Of("reward", "coverage", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(0.0350, run.Json.GetProperty("k_g_upper").GetDouble(), 5e-5);
        Assert.Equal(12.5, run.Json.GetProperty("k_p_lower_minimum_time").GetDouble(), 0.05);
        Assert.Equal(10.0, run.Json.GetProperty("k_p_lower_minimum_cost").GetDouble());
        Assert.Equal(-0.1333, run.Json.GetProperty("k_c_lower").GetDouble(), 5e-5);
        Assert.Equal(
            ["(16)", "(15)", "(12)"],
            run.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("equation").GetString()));
        Assert.Empty(run.Json.GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public async Task For_a_person_every_bound_has_its_sentence_and_the_caveat_is_said()
    {
        var run = await CliRun.Of("reward", "coverage");
        Assert.Contains("0 <= k_g <= 0.035", run.Output, StringComparison.Ordinal);
        Assert.Contains("standing still is best", run.Output, StringComparison.Ordinal);
        Assert.Contains("not that faster is always better", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kc", "-1.2", "(12)")]
    [InlineData("--kp", "1.25", "(15)")]
    [InlineData("--kg", "0.35", "(15)")]
    public async Task Weights_outside_a_bound_are_warned_of(string option, string value, string equation)
    {
        var run = await CliRun.Of("reward", "coverage", option, value, "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains(equation, Assert.Single(run.Json.GetProperty("warnings").EnumerateArray()).GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kp", "12.5", "--kg", "0.035", "--kc", "0")] // stages 2 and 3 of the paper's table
    [InlineData("--kp", "10.5", "--kg", "0", "--kc", "-0.12")] // stage 4
    [InlineData("--kp", "12.48", "--kg", "0.035")] // the bounds as they are printed
    public async Task The_papers_own_weights_keep_to_their_bounds(params string[] weights)
    {
        var run = await CliRun.Of(["reward", "coverage", .. weights, "--json"]);
        Assert.Empty(run.Json.GetProperty("warnings").EnumerateArray());
        Assert.Equal(weights[^1] == "-0.12" ? "minimum cost" : "minimum time", run.Json.GetProperty("checked_as").GetString());
    }

    [Fact]
    public async Task Another_team_has_other_bounds_and_no_published_slowest_step()
    {
        var five = (await CliRun.Of("reward", "coverage", "--agents", "5", "--json")).Json;
        Assert.Equal(
            (125.0, 25, 50.0 / 3.0),
            (five.GetProperty("largest_cost").GetDouble(), five.GetProperty("slowest_step").GetInt32(),
                five.GetProperty("guidance_bound").GetDouble()));
        Assert.Equal(30, (await CliRun.Of("reward", "coverage", "--horizon", "30", "--json")).Json.GetProperty("slowest_step").GetInt32());
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("reward", "docking", "--agents", "2", "--json")).Code);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("strict")]
    public async Task A_discount_that_leaves_nothing_of_the_goal_is_refused(string form)
    {
        var run = await CliRun.Of("reward", "coverage", "--gamma", "0.5", "--horizon", "100000", "--form", form, "--json");
        Assert.Equal((ExitCode.Configuration, "MAE532"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("nearer to 1", run.Json.GetProperty("error").GetProperty("next").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Positive_guidance_is_refused()
    {
        var run = await CliRun.Of("reward", "coverage", "--guidance-maximum", "0.5", "--json");
        Assert.Equal(ExitCode.Configuration, run.Code);
        Assert.Equal("MAE532", run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Another_task_another_form_and_an_unknown_form()
    {
        var run = await CliRun.Of("reward", "docking", "--form", "strict", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(20, run.Json.GetProperty("largest_cost").GetDouble());
        Assert.Equal(10.0, run.Json.GetProperty("k_p_lower_minimum_time").GetDouble());
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("reward", "docking", "--form", "loose", "--json")).Code);
    }

    [Fact]
    public async Task A_trained_policy_is_measured_and_one_that_sees_something_else_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("mae test ").FullName;
        try
        {
            var trained = await CliRun.Of(
                "train", "coverage", "--algorithm", "mappo", "--episodes", "150", "--evaluate", "50", "--runs", folder, "--json");
            Assert.Equal(ExitCode.Ok, trained.Code);
            Assert.Equal(4, trained.Json.GetProperty("stages").GetArrayLength());
            var report = await File.ReadAllTextAsync(
                Path.Combine(trained.Json.GetProperty("run_dir").GetString()!, "report.html"), TestContext.Current.CancellationToken);
            Assert.Contains("Where the weights came from", report, StringComparison.Ordinal);
            var run = await CliRun.Of("reward", "coverage", "--policy", trained.Json.GetProperty("run_dir").GetString()!, "--json");
            Assert.Equal(ExitCode.Ok, run.Code);
            // After so few episodes nobody reaches the goal.
            Assert.Contains("T-bar is not measured on it", run.Json.GetProperty("warnings")[0].GetString()!, StringComparison.Ordinal);
            var crowd = await CliRun.Of(
                "evaluate", "coverage", "--policy", trained.Json.GetProperty("run_dir").GetString()!, "--agents", "20", "--json");
            Assert.Equal((ExitCode.Usage, "MAE533"), (crowd.Code, crowd.Json.GetProperty("error").GetProperty("code").GetString()));

            var other = await CliRun.Of("train", "coverage", "--episodes", "20", "--evaluate", "20", "--runs", folder, "--json");
            var refused = await CliRun.Of("reward", "coverage", "--policy", other.Json.GetProperty("run_dir").GetString()!, "--json");
            Assert.Equal("MAE530", refused.Json.GetProperty("error").GetProperty("code").GetString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("MAE531", "--kc-scale", "10")]
    [InlineData("MAE531", "--kp-scale", "0.1", "--objective", "minimum-time")]
    [InlineData("MAE533", "--agents", "40")]
    [InlineData("MAE534", "--reward", "original", "--kc-scale", "2")]
    [InlineData("MAE534", "--objective", "minimum-time", "--kc-scale", "2")]
    public async Task What_a_curriculum_cannot_promise_is_refused_before_a_folder_is_made(string code, params string[] options)
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var run = await CliRun.Of([.. new[] { "train", "coverage", "--algorithm", "mappo", "--runs", folder, "--json" }, .. options]);
        Assert.NotEqual(ExitCode.Ok, run.Code);
        Assert.Equal(code, run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task By_force_a_curriculum_trains_with_a_warning()
    {
        var folder = Directory.CreateTempSubdirectory("mae test ").FullName;
        try
        {
            var run = await CliRun.Of(
                "train", "coverage", "--algorithm", "mappo", "--kc-scale", "10", "--force", "--episodes", "150", "--evaluate", "20",
                "--runs", folder, "--json");
            Assert.Equal(ExitCode.Ok, run.Code);
            Assert.Contains(
                "(12)", Assert.Single(run.Json.GetProperty("warnings").EnumerateArray()).GetString()!, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
