using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Runs;

/// <summary>Folders as runs leave them, made by hand: what is listed, and what goes.</summary>
public sealed class RunsVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae runs ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task They_are_listed_newest_first_by_what_they_came_to()
    {
        Make("20260401T120000Z-demo-1", """{"verb":"demo","state":"completed","results":{"stage_cost_mean_v2":0.17}}""");
        Make("20260401T120500Z-train-coverage-1", """{"verb":"train coverage","state":"stopped"}""");
        Make("20260401T120400Z-formation-1", """{"verb":"run formation","state":"timed_out"}""");
        Make("20260401T120300Z-delivery-1", """{"verb":"run delivery","state":"running"}""");
        Make("20260401T120200Z-route-1", "{ damaged");
        Make("20260401T120100Z-push-1", """{"version":7}""");
        Directory.CreateDirectory(Path.Combine(folder, "my-notes"));
        var json = (await CliRun.Of("runs", "list", "--runs", folder, "--json")).Json;
        Assert.Equal(
            ["stopped", "timed_out", "killed", "damaged", "finished", "finished"],
            json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("state").GetString()));
        var demo = json.GetProperty("runs")[5];
        Assert.Equal(
            ("demo", "stage cost", 0.17),
            (demo.GetProperty("verb").GetString(), demo.GetProperty("figure_name").GetString(), demo.GetProperty("figure").GetDouble()));
        Assert.Equal(
            json.GetProperty("size_bytes").GetInt64(),
            json.GetProperty("runs").EnumerateArray().Sum(run => run.GetProperty("size_bytes").GetInt64()));
        Assert.Single(
            (await CliRun.Of("runs", "list", "--last", "1", "--runs", folder, "--json")).Json.GetProperty("runs").EnumerateArray());
        var text = (await CliRun.Of("runs", "list", "--runs", folder)).Output;
        Assert.Contains("timed out", text, StringComparison.Ordinal);
        Assert.DoesNotContain("my-notes", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_shown_with_options_results_files_and_page()
    {
        var run = Make(
            "20260401T120000Z-demo-1",
            """{"verb":"demo","state":"completed","options":{"periods":200},"results":{"stage_cost_mean_v2":0.17}}""");
        await File.WriteAllTextAsync(Path.Combine(run, "report.html"), "page", TestContext.Current.CancellationToken);
        var text = (await CliRun.Of("runs", "show", "--runs", folder)).Output;
        foreach (var part in new[] { "periods  200", "stage_cost_mean_v2  0.17", "report.html  4 B",
            $"Report: {Path.Combine(run, "report.html")}" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        var json = (await CliRun.Of("runs", "show", "20260401T120000Z-demo-1", "--runs", folder, "--json")).Json;
        Assert.Equal(200, json.GetProperty("run").GetProperty("options").GetProperty("periods").GetInt32());
        Assert.Equal((ExitCode.Configuration, "MAE571"), await FailureOf("show", "20260401T120000Z-demo-9"));
    }

    [Fact]
    public async Task What_is_in_progress_stays_and_so_does_everything_named_beside_it()
    {
        var held = Make("20260401T120000Z-formation-1", """{"verb":"run formation","state":"running"}""");
        var other = Make("20260401T120100Z-demo-1", """{"verb":"demo","state":"completed"}""");
        using (new FileStream(Path.Combine(held, ".held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(
                "running",
                (await CliRun.Of("runs", "show", Path.GetFileName(held), "--runs", folder, "--json")).Json
                    .GetProperty("state")
                    .GetString());
            Assert.Equal((ExitCode.Rejected, "MAE572"), await FailureOf("remove", Path.GetFileName(other), Path.GetFileName(held)));
            Assert.Equal((ExitCode.Configuration, "MAE571"), await FailureOf("remove", Path.GetFileName(other), "nothing"));
            Assert.True(Directory.Exists(held) && Directory.Exists(other));
            var pruned = (await CliRun.Of("runs", "prune", "--keep", "0", "--runs", folder, "--json")).Json;
            Assert.Equal(Path.GetFileName(held), pruned.GetProperty("in_progress")[0].GetString());
            Assert.Single(pruned.GetProperty("removed").EnumerateArray());
            Assert.True(Directory.Exists(held) && !Directory.Exists(other));
        }

        Assert.Equal(ExitCode.Ok, (await CliRun.Of("runs", "remove", Path.GetFileName(held), "--runs", folder)).Code);
        Assert.False(Directory.Exists(held));
    }

    [Fact]
    public async Task A_folder_that_no_run_made_is_never_removed()
    {
        var notes = Directory.CreateDirectory(Path.Combine(folder, "my-notes")).FullName;
        var named = Directory.CreateDirectory(Path.Combine(folder, "20260401T120000Z-mine-1")).FullName;
        foreach (var path in new[] { notes, "my-notes", "20260401T120000Z-mine-1", "..", "/" })
            Assert.Equal("MAE571", (await FailureOf("remove", path)).Code);
        await CliRun.Of("runs", "prune", "--keep", "0", "--runs", folder);
        Assert.True(Directory.Exists(notes) && Directory.Exists(named));
    }

    [Fact]
    public async Task Pruning_takes_what_all_conditions_fit_and_says_so_before()
    {
        string Old(int number) => $"20200401T12000{number}Z-demo-1";
        for (var k = 0; k < 4; k++)
        {
            await File.WriteAllBytesAsync(
                Path.Combine(Make(Old(k), """{"state":"completed"}"""), "experience.csv"), new byte[k * 1000],
                TestContext.Current.CancellationToken);
        }

        var young = Make($"{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}-demo-1", """{"state":"completed"}""");
        string[] Gone(CliRun run) =>
            [.. run.Json.GetProperty("removed").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
        string[] args = ["runs", "prune", "--older-than", "7d", "--larger-than", "1500", "--keep", "2", "--runs", folder, "--json"];
        // The newest two are the young one and the last old one.
        var dry = await CliRun.Of([.. args, "--dry-run"]);
        Assert.Equal([Old(2)], Gone(dry));
        Assert.Equal(5, Directory.GetDirectories(folder).Length);
        Assert.Equal([Old(2)], Gone(await CliRun.Of(args)));
        Assert.Equal([Old(3), Old(1), Old(0)], Gone(await CliRun.Of("runs", "prune", "--older-than", "7d", "--runs", folder, "--json")));
        Assert.True(Directory.Exists(young));
        Assert.Equal((ExitCode.Usage, "MAE573"), await FailureOf("prune"));
        foreach (var (option, value) in new[] { ("--keep", "-1"), ("--older-than", "7"), ("--older-than", "-7d"),
            ("--larger-than", "big") })
            Assert.Equal(ExitCode.Usage, (await CliRun.Of("runs", "prune", option, value, "--runs", folder)).Code);
    }

    [Theory]
    [InlineData("1500", 1500)]
    [InlineData("500k", 500_000)]
    [InlineData("1.5M", 1_500_000)]
    [InlineData("2GB", 2_000_000_000)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes) => Assert.Equal(bytes, RunText.Bytes(text));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("12h", 43_200)]
    [InlineData("7d", 604_800)]
    public void Ages_too(string text, double seconds) => Assert.Equal(seconds, RunText.Age(text)!.Value.TotalSeconds);

    private string Make(string name, string document)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        File.WriteAllText(Path.Combine(path, ".claimed"), "");
        File.WriteAllText(Path.Combine(path, "run.json"), document);
        return path;
    }

    private async Task<(int Exit, string Code)> FailureOf(params string[] args)
    {
        var run = await CliRun.Of(["runs", .. args, "--runs", folder, "--json"]);
        return (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()!);
    }
}
