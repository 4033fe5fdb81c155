using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs.Comparison;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Tests.Host.Telemetry.Records;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Runs;

public sealed class ExportVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae export ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_run_is_exported_and_compared_and_found()
    {
        var (first, second) = (await Drive("--seed", "1"), await Drive("--seed", "2", "--periods", "50"));
        string At(string name) => Path.Combine(folder, name);
        var export = await CliRun.Of("export", "latest", "--runs", folder, "--csv", At("a.csv"), "--parquet", At("a.parquet"),
            "--mcap", At("a.mcap"), "--tensorboard", At("events"), "--json");
        Assert.True(export.Code == ExitCode.Ok, export.Error);
        Assert.Equal(Path.GetFileName(second), export.Json.GetProperty("run").GetString());
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(second, RunRecord.FileName), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(At("a.mcap"), TestContext.Current.CancellationToken));
        var files = export.Json.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("kind").GetString()!);
        Assert.Equal(50, files["csv"].GetProperty("rows").GetInt32());
        Assert.Equal(50, files["parquet"].GetProperty("rows").GetInt32());
        var scalars = EventFileReader.Read(
            await File.ReadAllBytesAsync(files["tensorboard"].GetProperty("path").GetString()!, TestContext.Current.CancellationToken));
        Assert.Equal(files["tensorboard"].GetProperty("scalars").GetInt64(), scalars.LongCount());

        // Nothing is overwritten unasked, and nothing half is left.
        var again = await CliRun.Of("export", "latest", "--runs", folder, "--csv", At("a.csv"), "--json");
        Assert.Equal((ExitCode.Configuration, "MAE210"), (again.Code, Code(again)));
        Assert.Empty(Directory.GetFiles(folder, "*.partial", SearchOption.AllDirectories));

        var page = At("compared.html");
        var compared = await CliRun.Of(
            "compare", Path.GetFileName(first), "latest", "--runs", folder, "--page", page, "--json");
        Assert.True(compared.Code == ExitCode.Ok, compared.Error);
        var options = compared.Json.GetProperty("options_that_differ");
        Assert.Equal(["periods", "seed"], options.EnumerateObject().Select(one => one.Name));
        Assert.Equal([40, 50], options.GetProperty("periods").EnumerateArray().Select(one => one.GetInt32()));
        var periods = compared.Json.GetProperty("results").GetProperty("periods");
        Assert.Equal((10, 0.25),
            (periods.GetProperty("difference")[0].GetDouble(), periods.GetProperty("relative_difference")[0].GetDouble()));
        var signal = compared.Json.GetProperty("signals").GetProperty("rover-1.position_m");
        Assert.Equal("m", signal.GetProperty("unit").GetString());
        Assert.InRange(signal.GetProperty("rms")[0].GetDouble(), 0.01, 10);
        Assert.InRange(signal.GetProperty("difference_rms")[0].GetDouble(), 1e-9, signal.GetProperty("difference_max_abs")[0].GetDouble());
        Assert.Contains("Options that differ", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        var itself = await CliRun.Of("compare", "latest", Path.GetFileName(second), "--runs", folder, "--json");
        Assert.Equal((ExitCode.Usage, "MAE578"), (itself.Code, Code(itself)));

        var listed = await CliRun.Of("runs", "--runs", folder, "--json");
        Assert.Equal(2, listed.Json.GetProperty("runs").GetArrayLength());
        Assert.Equal(
            Path.Combine(second, RunRecord.FileName), listed.Json.GetProperty("runs")[0].GetProperty("record").GetString());
        var searched = await CliRun.Of("runs", "--search", "\"PERIODS\":50", "--runs", folder, "--json");
        Assert.Equal(1, searched.Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_record_of_several_tables_is_exported_and_compared_with_all_of_them()
    {
        string At(string name) => Path.Combine(folder, name);
        foreach (var (name, cost) in new[] { ("a", 1.0), ("b", 3.0) })
        {
            using var stream = new FileStream(At(name + ".mcap"), FileMode.Create);
            using var record = new RunRecord(stream);
            record.Row("curves", ["time_s", "cost"], [0.0, cost]);
            record.Row("curves", ["time_s", "cost"], [1.0, cost]);
            record.Row("evaluations", ["time_s", "cost", "share"], [0.0, 10 * cost, 0.5]);
            record.Complete();
        }

        var export = await CliRun.Of(
            "export", At("a.mcap"), "--csv", At("a.csv"), "--parquet", At("a.parquet"), "--tensorboard", At("events"), "--json");
        Assert.True(export.Code == ExitCode.Ok, export.Error);
        string[] expected = ["a.csv", "a.evaluations.csv", "a.parquet", "a.evaluations.parquet"];
        Assert.All(expected, name => Assert.True(File.Exists(At(name)), name));
        Assert.Equal("time_s,cost,share\n0,10,0.5\n", File.ReadAllText(At("a.evaluations.csv")).ReplaceLineEndings("\n"));
        var events = export.Json.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("kind").GetString() == "tensorboard");
        var tags = EventFileReader.Read(await File.ReadAllBytesAsync(
            events.GetProperty("path").GetString()!, TestContext.Current.CancellationToken)).Select(scalar => scalar.Tag).Distinct();
        Assert.Equal(["cost", "evaluations/cost", "evaluations/time_s", "share", "time_s"], tags.Order(StringComparer.Ordinal));
        var one = await CliRun.Of("export", At("a.mcap"), "--csv", At("one.csv"), "--table", "evaluations", "--json");
        Assert.Equal("evaluations", Assert.Single(one.Json.GetProperty("files").EnumerateArray()).GetProperty("table").GetString());
        Assert.False(File.Exists(At("one.evaluations.csv")));

        using var first = McapReader.Open(At("a.mcap"));
        var signals = RunSignals.Of(first);
        Assert.Equal(["cost", "evaluations/cost", "share"], signals.Names);
        Assert.Equal([10], signals["evaluations/cost"].Columns["evaluations/cost"]);
    }

    [Fact]
    public async Task What_cannot_be_exported_is_said()
    {
        var nobody = await CliRun.Of("export", "latest", "--runs", folder, "--csv", "x.csv", "--json");
        Assert.Equal((ExitCode.Configuration, "MAE571"), (nobody.Code, Code(nobody)));
        var drive = await Drive();
        var nothing = await CliRun.Of("export", drive, "--json");
        Assert.Equal((ExitCode.Usage, "MAE576"), (nothing.Code, Code(nothing)));
        var table = await CliRun.Of("export", drive, "--csv", Path.Combine(folder, "x.csv"), "--table", "nosuch", "--json");
        Assert.Equal((ExitCode.Configuration, "MAE574"), (table.Code, Code(table)));
        Assert.False(File.Exists(Path.Combine(folder, "x.csv")));
        var folderless = await CliRun.Of("export", drive, "--csv", Path.Combine(folder, "none/x.csv"), "--json");
        Assert.Equal((ExitCode.Configuration, "MAE322"), (folderless.Code, Code(folderless)));

        var record = Path.Combine(drive, RunRecord.FileName);
        await File.WriteAllTextAsync(record, "no record", TestContext.Current.CancellationToken);
        var damaged = await CliRun.Of("export", drive, "--csv", Path.Combine(folder, "x.csv"), "--json");
        Assert.Equal((ExitCode.Configuration, "MAE575"), (damaged.Code, Code(damaged)));
        File.Delete(record);
        var none = await CliRun.Of("export", drive, "--csv", Path.Combine(folder, "x.csv"), "--json");
        Assert.Equal((ExitCode.Configuration, "MAE574"), (none.Code, Code(none)));
    }

    [Fact]
    public async Task Of_a_run_that_was_killed_there_is_what_came_before()
    {
        var drive = await Drive();
        var record = Path.Combine(drive, RunRecord.FileName);
        var bytes = await File.ReadAllBytesAsync(record, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(record + ".partial", bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        File.Delete(record);
        var mcap = Path.Combine(folder, "whole.mcap");
        var export = await CliRun.Of(
            "export", drive, "--csv", Path.Combine(folder, "half.csv"), "--mcap", mcap, "--json");
        Assert.True(export.Code == ExitCode.Ok, export.Error);
        Assert.True(export.Json.GetProperty("recovered").GetBoolean());
        Assert.InRange(export.Json.GetProperty("files")[0].GetProperty("rows").GetInt32(), 5, 35);
        using var reader = McapReader.Open(mcap);
        Assert.False(reader.IsRecovered);
    }

    private static string? Code(CliRun run) => run.Json.GetProperty("error").GetProperty("code").GetString();

    private async Task<string> Drive(params string[] options)
    {
        string[] length = options.Contains("--periods") ? [] : ["--periods", "40"];
        var run = await CliRun.Of(
            ["run", "formation", "--in-process", "--speed", "0", .. length, .. options, "--runs", folder, "--json"]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        return run.Json.GetProperty("run_dir").GetString()!;
    }
}
