using System.Text.Json;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Watch;

public sealed class WatchedVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("--web", true)]
    [InlineData("--web=false", false)]
    [InlineData("--json", false)]
    public async Task A_run_has_a_page_where_one_is_asked_for_and_prints_one_object_all_the_same(string web, bool hasPage)
    {
        var run = await CliRun.Of("run", "formation", "--shape", "line", "--rovers", "3", "--periods", "40", "--speed", "0", "--in-process",
            web, "--no-open", "--runs", folder, "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Equal(JsonValueKind.Object, run.Json.ValueKind);
        Assert.Equal(hasPage, run.Error.Contains("Watch it: http://127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_verb_that_drives_nobody_has_no_page()
    {
        var runs = await CliRun.Of("runs", "--runs", folder, "--web", "--json");
        Assert.Equal(ExitCode.Usage, runs.Code);
    }
}
