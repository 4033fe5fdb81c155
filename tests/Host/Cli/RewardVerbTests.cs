using MultiAgentEdge.Host.Cli;

namespace MultiAgentEdge.Host.Tests.Cli;

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
        Assert.Equal(["(16)", "(15)", "(12)"], run.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("equation").GetString()));
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
}
