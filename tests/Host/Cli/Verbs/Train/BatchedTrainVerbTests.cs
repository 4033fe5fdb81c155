using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Train;

/// <summary>What is refused before anything is begun; what works needs processes of its own:
/// tests/Integration/Cli/TrainBatchTests.</summary>
public sealed class BatchedTrainVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae batch ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("MAE582", "--workers", "2")]
    [InlineData("MAE582", "--seeds", "1..2", "--seed", "1")]
    [InlineData("MAE582", "--seeds", "1..2", "--resume", "runs/x")]
    [InlineData("MAE582", "--sweep", "rounds=1,2", "--rounds", "3")]
    [InlineData("MAE582", "--sweep", "rounds=1", "--sweep", "rounds=2")]
    [InlineData("MAE581", "--sweep", "runds=1,2")]
    [InlineData("MAE581", "--sweep", "rounds")]
    [InlineData("MAE581", "--sweep", "rounds=1,1")]
    [InlineData("MAE581", "--sweep", "rounds=1,")]
    [InlineData("MAE581", "--sweep", "seed=1,2")]
    [InlineData("MAE582", "--seeds", "1..1000", "--sweep", "rounds=1,2,3,4,5,6,7,8,9,10,11")]
    [InlineData("MAE002", "--sweep", "rounds=1,0")]
    [InlineData("MAE002", "--seeds", "2..1")]
    [InlineData("MAE002", "--seeds", "1..2", "--workers", "0")]
    public async Task What_contradicts_itself_is_a_usage_error_and_leaves_nothing(string code, params string[] options)
    {
        var run = await CliRun.Of(["train", "formation", .. options, "--runs", Path.Combine(folder, "runs"), "--json"]);
        Assert.Equal((ExitCode.Usage, code), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.False(Directory.Exists(Path.Combine(folder, "runs")));
    }

    [Fact]
    public async Task A_misspelt_option_of_a_sweep_is_told_with_the_nearest()
    {
        var run = await CliRun.Of("train", "formation", "--sweep", "learning_rat=1,2", "--runs", folder);
        Assert.Contains("Did you mean \"learning_rate\"?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("show", "MAE580")]
    [InlineData("stop", "MAE580")]
    [InlineData("retry", "MAE580")]
    [InlineData("work")]
    public async Task Where_there_is_no_batch_that_is_said(string verb, string? code = null)
    {
        var run = await CliRun.Of("train", verb, "--runs", folder, "--json");
        Assert.Equal(code is null ? ExitCode.Ok : ExitCode.Configuration, run.Code);
        if (code is not null)
            Assert.Equal(code, run.Json.GetProperty("error").GetProperty("code").GetString());
    }
}
