using System.Text.Json;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli;

/// <summary>Every verb that leaves a run folder writes the one schema of host/Runs/README.md.</summary>
public sealed class RunSchemaTests : IDisposable
{
    private static readonly string[] Common = ["schema_version", "verb", "versions", "seed", "options", "state", "started_utc",
        "finished_utc", "results"];
    private static readonly string[] OfTrainings = ["checkpoint_every_samples", "checkpointed", "progress", "marks"];

    private readonly string folder = Directory.CreateTempSubdirectory("mae schema ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("run formation", "--in-process --periods 40")]
    [InlineData("run delivery", "--in-process --iterations 1")]
    [InlineData("train formation", "--samples 100")]
    [InlineData("train delivery", "--iterations 0")]
    [InlineData("route", "EXAMPLE --report")]
    public async Task A_verb_writes_the_schema(string verb, string options) => await HoldsAsync(verb, options.Split(' '));

    [Fact]
    public async Task And_so_do_all_verbs_of_coverage()
    {
        var trained = await HoldsAsync("train coverage", "--episodes 4 --evaluate 4 --actor-units 8".Split(' '));
        await HoldsAsync("run coverage", ["--policy", trained, .. "--in-process --seconds 2".Split(' ')]);
        await HoldsAsync("evaluate coverage", ["--policy", trained, "--episodes", "4", "--report"]);
    }

    private async Task<string> HoldsAsync(string verb, string[] options)
    {
        var town = Path.Combine(folder, "town.yaml");
        await File.WriteAllTextAsync(
            town, "nodes:\n  - { name: depot, x_m: 0, y_m: 0 }\n  - { name: a, x_m: 3, y_m: 0 }\nlimits: { time_s: 100, battery: 1 }\n",
            TestContext.Current.CancellationToken);
        var run = await CliRun.Of(
            [.. verb.Split(' '), .. options.Select(option => option == "EXAMPLE" ? town : option), "--runs", folder, "--json"]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        var path = Directory
            .GetDirectories(folder, $"*Z-{verb.Replace("run ", "", StringComparison.Ordinal).Replace(' ', '-')}-*")
            .Order()
            .Last();
        var document = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(path, "run.json"), TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal(
            Common, document.EnumerateObject().Select(entry => entry.Name).Except(OfTrainings).OrderBy(key => Array.IndexOf(Common, key)));
        Assert.Equal(
            (1, verb, "completed"),
            (document.GetProperty("schema_version").GetInt32(), document.GetProperty("verb").GetString(),
                document.GetProperty("state").GetString()));
        Assert.Equal(
            ["mae", "revision", "dotnet", "os", "architecture"],
            document.GetProperty("versions").EnumerateObject().Select(entry => entry.Name));
        Assert.All(new[] { "options", "results" }, key => Assert.NotEmpty(document.GetProperty(key).EnumerateObject()));
        Assert.Equal(verb.StartsWith("train", StringComparison.Ordinal), document.TryGetProperty("checkpoint_every_samples", out _));
        return path;
    }
}
