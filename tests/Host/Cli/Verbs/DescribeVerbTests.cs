using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli;

public sealed class DescribeVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae describe ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_file_is_what_json_says_and_is_overwritten_with_force_only()
    {
        var path = Path.Combine(folder, "asyncapi.json");
        var run = await CliRun.Of("describe", "--fleet-name", "lab", "--out", path, "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        var written = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        Assert.Equal("mae/1/lab/{rover}/state", (string?)written["channels"]!["state"]!["address"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(run.Json.GetProperty("channels").GetRawText()), written["channels"]));

        run = await CliRun.Of("describe", "--out", path, "--json");
        Assert.Equal((ExitCode.Configuration, "MAE210"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("describe", "--out", path, "--force")).Code);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_said()
    {
        var run = await CliRun.Of("describe", "--out", Path.Combine(folder, "none", "asyncapi.json"), "--json");
        Assert.Equal((ExitCode.Configuration, "MAE322"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }
}
