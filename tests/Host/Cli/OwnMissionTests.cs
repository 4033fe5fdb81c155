using System.Text.Json;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli;

/// <summary>A mission that this program was not built with: host/examples/platoon, as mae loads it.</summary>
public sealed class OwnMissionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-own").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Platoon
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "MultiAgentEdge.sln")))
                root = root.Parent!;
            return Path.Combine(root.FullName, "host", "examples", "platoon", "host", "bin", Configuration, "net10.0", "platoon.dll");
        }
    }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    [Fact]
    public async Task It_drives_with_records_page_and_json()
    {
        var run = await CliRun.Of(
            "--missions", Platoon, "run", "platoon", "--in-process", "--agents", "4", "--periods", "150", "--runs", folder, "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Equal((4, 150), (run.Json.GetProperty("rovers").GetInt32(), run.Json.GetProperty("periods").GetInt32()));
        Assert.InRange(run.Json.GetProperty("gap_error_rms_m").GetDouble(), 0, 0.05);
        Assert.InRange(run.Json.GetProperty("distance_min_m").GetDouble(), 0.3, 1);
        var written = run.Json.GetProperty("run_dir").GetString()!;
        Assert.Equal(151, File.ReadLines(Path.Combine(written, "platoon.csv")).Count());
        Assert.Contains(
            "Error of the gap", await File.ReadAllTextAsync(Path.Combine(written, "report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        var kept = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(written, "run.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(("run platoon", "completed"), (kept.GetProperty("verb").GetString(), kept.GetProperty("state").GetString()));
        var set = await CliRun.Of("--missions", Platoon, "param", "dump", Path.Combine(written, "rover-2.v1.maep"), "--json");
        var named = set.Json
            .GetProperty("entries")
            .EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("name").GetString()!, entry => entry.GetProperty("unit").GetString());
        Assert.Equal(("s", "rovers"), (named["time_gap"], named["place"]));
    }

    /// <summary>What a fleet file's <c>serve</c> says is held against the mission's options before any silo is asked.</summary>
    [Theory]
    [InlineData("platoon --time-gap 1.2", ExitCode.Unreachable, "MAE555")]
    [InlineData("platoon --time-gap 99", ExitCode.Configuration, "MAE553")]
    [InlineData("platoon --periods 10", ExitCode.Usage, "MAE546")]
    [InlineData("convoy", ExitCode.Configuration, "MAE553")]
    [InlineData("delivery", ExitCode.Configuration, "MAE553")]
    public async Task It_can_be_served_with_the_options_of_its_run(string serve, int code, string error)
    {
        var fleet = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(
            fleet,
            $$"""
            fleet: lab
            broker: { host: 127.0.0.1, port: 1 }
            serve: {{serve}}
            rovers: [{ name: rover-1, body: rover }, { name: rover-2, body: rover, start: { x_m: -1 } }]
            """,
            TestContext.Current.CancellationToken);
        var run = await CliRun.Of("--missions", Platoon, "serve", "--fleet", fleet, "--cluster", "redis://127.0.0.1:1/lab", "--json");
        Assert.Equal((code, error), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Over_a_broker_it_gives_the_bits_of_the_run_in_process()
    {
        string[] run = ["--missions", Platoon, "run", "platoon", "--periods", "100", "--runs", folder, "--json"];
        var (inProcess, overMqtt) = (await CliRun.Of([.. run, "--in-process"]), await CliRun.Of(run));
        Assert.Equal("mqtt", overMqtt.Json.GetProperty("transport").GetString());
        Assert.Equal(Records(inProcess), Records(overMqtt));

        static string Records(CliRun of) => File.ReadAllText(Path.Combine(of.Json.GetProperty("run_dir").GetString()!, "platoon.csv"));
    }

    [Fact]
    public async Task Its_cost_on_a_board_is_counted_with_the_same_bits()
    {
        var run = await CliRun.Of("--missions", Platoon, "bench", "board", "--periods", "60", "--json");
        var cost = run.Json.GetProperty("missions").GetProperty("platoon");
        Assert.True(cost.GetProperty("bits_equal").GetBoolean());
        Assert.Equal(0, cost.GetProperty("allocations_per_step").GetDouble());
        Assert.InRange(cost.GetProperty("control_law_il_instructions_per_step").GetDouble(), 100, 5000);
    }

    [Fact]
    public async Task Without_the_option_there_is_none() => Assert.Equal(ExitCode.Usage, (await CliRun.Of("run", "platoon")).Code);

    [Theory]
    [InlineData("nowhere.dll", "MAE260", ExitCode.Configuration)]
    [InlineData("text.dll", "MAE261", ExitCode.Configuration)]
    [InlineData("mae.dll", "MAE261", ExitCode.Configuration)]
    public async Task What_is_no_mission_is_refused_by_name(string file, string code, int exit)
    {
        File.WriteAllText(Path.Combine(folder, "text.dll"), "no assembly");
        File.Copy(typeof(MultiAgentEdge.Host.Cli.MaeApp).Assembly.Location, Path.Combine(folder, "mae.dll"));
        var run = await CliRun.Of("--missions", Path.Combine(folder, file), "run", "platoon", "--json");
        Assert.Equal(exit, run.Code);
        Assert.Equal(code, run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains(file, run.Json.GetProperty("error").GetProperty("what").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_name_for_two_is_refused()
    {
        var twin = Path.Combine(folder, "twin.dll");
        File.Copy(Platoon, twin);
        File.Copy(Path.Combine(Path.GetDirectoryName(Platoon)!, "Platoon.Board.dll"), Path.Combine(folder, "Platoon.Board.dll"));
        var run = await CliRun.Of("--missions", Platoon, "--missions", twin, "run", "platoon", "--json");
        Assert.Equal("MAE263", run.Json.GetProperty("error").GetProperty("code").GetString());
    }
}
