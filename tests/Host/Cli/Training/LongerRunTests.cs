using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Training;

/// <summary>A training that had come to its end is made longer, and comes to the bits of one that was so long from the start.</summary>
public sealed class LongerRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae longer ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task Of_formation_samples() =>
        HoldAsync(["train", "formation", "--seed", "4"], "--samples", 300, 600, "theta.json", "experience.csv");

    // 100 episodes are the first update; a run of 240 shares 120 of them with a longer one.
    [Fact]
    public Task Of_coverage_episodes_by_scope() =>
        HoldAsync(["train", "coverage", "--seed", "4", "--evaluate", "8"], "--episodes", 240, 400, "actor.set", "policy.json");

    // Not whole rounds of four, and beyond the 1,024 episodes before the first update.
    [Fact]
    public Task Of_coverage_episodes_by_the_original() =>
        HoldAsync(
            ["train", "coverage", "--algorithm", "maddpg", "--actor-units", "8", "--evaluate", "8"], "--episodes", 1030, 1042,
            "actor-1.set", "actor-3.set");

    [Fact]
    public Task Of_coverage_episodes_by_a_curriculum() =>
        HoldAsync(["train", "coverage", "--algorithm", "mappo", "--evaluate", "8"], "--episodes", 120, 240, "actor.set", "policy.json");

    [Fact]
    public Task Of_delivery_days() =>
        HoldAsync(["train", "delivery", "--position-noise", "0.01"], "--iterations", 1, 3, "iterations.csv", "traversals.csv");

    private async Task HoldAsync(string[] verb, string option, int few, int many, params string[] files)
    {
        var whole = Path.Combine(folder, "whole");
        var straight = await RunAsync([.. verb, option, $"{many}", "--runs", whole]);
        var grown = (await RunAsync([.. verb, option, $"{few}", "--runs", Path.Combine(folder, "grown")]))
            .GetProperty("run_dir")
            .GetString()!;
        Assert.True(File.Exists(Path.Combine(grown, "checkpoint.bin")), "checkpoint.bin stays");
        var shorter = files.ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(grown, file)));

        var same = await CliRun.Of([.. verb[..2], "--resume", grown, "--json"]);
        Assert.Equal((ExitCode.Configuration, "MAE511"), (same.Code, same.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains($"{option} {2 * few}", same.Json.GetProperty("error").GetProperty("next").GetString(), StringComparison.Ordinal);

        await RunAsync([.. verb[..2], "--resume", grown, option, $"{many}"]);
        foreach (var file in files)
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(
                    Path.Combine(straight.GetProperty("run_dir").GetString()!, file), TestContext.Current.CancellationToken),
                    await File.ReadAllBytesAsync(Path.Combine(grown, file), TestContext.Current.CancellationToken));
        }

        Assert.Contains(files, file => !File.ReadAllBytes(Path.Combine(grown, file)).SequenceEqual(shorter[file]));
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(grown, "run.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(many, document["options"]![option[2..]]!.GetValue<int>());
        Assert.Equal("completed", document["state"]!.ToString());
    }

    private static async Task<JsonElement> RunAsync(string[] args)
    {
        var run = await CliRun.Of([.. args, "--json"]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        return run.Json;
    }
}
