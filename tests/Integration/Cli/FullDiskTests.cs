using System.Diagnostics;
using System.Text.Json;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>
/// A disk that takes no more: here the limit on the size of a file, which a process can set for itself without any rights. Training stops
/// with a checkpoint from which it goes on; what drives, drives on.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae full ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Training_stops_with_a_checkpoint_and_ends_with_the_same_bits()
    {
        string[] options = ["train", "formation", "--samples", "1200", "--checkpoint-every", "1000", "--json"];
        var (code, json) = await LimitedAsync(100, [.. options, "--runs", Path.Combine(folder, "cut")]);

        Assert.Equal(ExitCode.Failed, code);
        var run = Directory.GetDirectories(Path.Combine(folder, "cut")).Single();
        Assert.Equal("MAE102", json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains(
            $"mae train formation --resume {run}", json.GetProperty("error").GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(run, "checkpoint.bin")));
        Assert.False(File.Exists(Path.Combine(run, "checkpoint.bin.partial")));

        Assert.Equal(ExitCode.Ok, (await CliRun.Of("train", "formation", "--resume", run, "--json")).Code);
        var whole = await CliRun.Of([.. options, "--runs", Path.Combine(folder, "whole")]);
        foreach (var file in new[] { "experience.csv", "theta.json" })
            Assert.Equal(await ReadAsync(whole.Json.GetProperty("run_dir").GetString()!, file), await ReadAsync(run, file));
    }

    [Fact]
    public async Task Rovers_in_formation_drive_on_and_the_run_says_what_it_could_not_keep()
    {
        var (code, json) = await LimitedAsync(20, ["run", "formation", "--in-process", "--periods", "120", "--json", "--runs", folder]);

        Assert.Equal(ExitCode.Partial, code);
        Assert.Equal(120, json.GetProperty("periods").GetInt32());
        Assert.Equal(3, json.GetProperty("rovers_drove").GetInt32());
        Assert.True(File.Exists(Path.Combine(json.GetProperty("run_dir").GetString()!, "formation.csv.partial")));
    }

    private static Task<string> ReadAsync(string run, string file) =>
        File.ReadAllTextAsync(Path.Combine(run, file), TestContext.Current.CancellationToken);

    private static async Task<(int Code, JsonElement Json)> LimitedAsync(int kilobytes, string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "such limits are those of Unix");
        var start = new ProcessStartInfo(
            "bash", ["-c", $"trap '' XFSZ; ulimit -f {kilobytes}; exec dotnet \"$@\"", "bash", typeof(MaeApp).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Without it the runtime maps a file of its own that is larger than the limit.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(text.Length > 0, await error);
        return (process.ExitCode, JsonDocument.Parse(text).RootElement);
    }
}
