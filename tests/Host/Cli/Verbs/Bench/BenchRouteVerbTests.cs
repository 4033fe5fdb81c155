using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Tests.Host.Worlds.Delivery;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Bench;

public sealed class BenchRouteVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-bench-route-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_prints_scores_beside_the_published_ones_and_how_many_are_reached()
    {
        var (small, large) = (TsiligiridesSet2.Optima[0], TsiligiridesSet2.Optima[1]);
        Write("small.txt", TsiligiridesSet2.Text(small.Budget));
        Write("large.txt", TsiligiridesSet2.Text(large.Budget));
        Write(PublishedScores.ListName, $"small {small.Score}\nlarge {large.Score * 2}\n");
        var run = await CliRun.Of("bench", "route", "--instances", folder, "--seeds", "1..2", "--timeout", "20", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(
            (2, 1, -50.0),
            (run.Json.GetProperty("instances").GetInt32(), run.Json.GetProperty("at_or_above").GetInt32(),
                run.Json.GetProperty("worst_gap_percent").GetDouble()));
        Assert.Equal(4, run.Json.GetProperty("runs").GetArrayLength());
        Assert.Equal("large", run.Json.GetProperty("worst_instance").GetString());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_and_the_others_run()
    {
        Write("good.txt", TsiligiridesSet2.Text(TsiligiridesSet2.Optima[0].Budget));
        Write("bad.txt", "15 1\n1 2\n");
        var run = await CliRun.Of("bench", "route", "--instances", folder, "--timeout", "20", "--json");
        Assert.Equal(ExitCode.Configuration, run.Code);
        Assert.Equal("MAE246", run.Json.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(1, run.Json.GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public async Task All_of_it_ends_at_its_own_time_with_what_is_done()
    {
        var problem = string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{i * 37 % 60} {i * 23 % 61} {1 + (i * 7 % 9)}"));
        Write("a.txt", TsiligiridesSet2.Text(TsiligiridesSet2.Optima[0].Budget));
        Write("b.txt", "150 2\n" + problem);
        Write("c.txt", "160 2\n" + problem);
        var run = await CliRun.Of("bench", "route", "--instances", folder, "--timeout", "900", "--stop-after", "8", "--json");
        Assert.Equal(ExitCode.Timeout, run.Code);
        Assert.Equal((2, 1), (run.Json.GetProperty("files_left").GetInt32(), run.Json.GetProperty("runs").GetArrayLength()));
    }

    [Fact]
    public async Task A_folder_that_is_missing_or_empty_is_said()
    {
        Assert.Equal(
            "MAE231",
            (await CliRun.Of("bench", "route", "--instances", folder, "--json")).Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(
            "MAE230",
            (await CliRun.Of("bench", "route", "--instances", folder + "x", "--json")).Json
                .GetProperty("error")
                .GetProperty("code")
                .GetString());
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("bench", "route", "--instances", folder, "--seeds", "3..1")).Code);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
