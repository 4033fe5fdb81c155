using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Queue;
using MultiAgentEdge.Host.Web;
using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Tests.Host.Web.Api;

public sealed class TrainingsApiTests : IDisposable
{
    private readonly string runs = Directory.CreateTempSubdirectory("mae trainings ").FullName;

    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Fact]
    public async Task A_batch_stands_for_its_runs_each_as_far_as_it_is()
    {
        var batch = TrainingBatch.Create(
            runs, Header(1), [.. Enumerable.Range(1, 3).Select(seed => (
                (IReadOnlyList<string>)["train", "formation"], new JsonObject { ["seed"] = seed }))]);
        using var first = Begin(batch.Queue.Take(LeaseHolder.Self())!.Folder, 1);
        first.Run.Write("experience.csv", "sample,stage_cost\n0,8\n1,6\n");
        first.Advance(2, 100, "samples");
        using var second = Begin(batch.Queue.Take(LeaseHolder.Self())!.Folder, 2);
        second.Advance(1, 100, "samples");
        second.Run.Write("experience.csv", "sample,stage_cost\n0,7\n");

        var all = await AskAsync($"runs={batch.Name}&signal=stage_cost");
        Assert.Equal(["stage_cost"], all.GetProperty("signals").EnumerateArray().Select(one => one.GetString()));
        var shown = all.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["001: seed 1", "002: seed 2", "003: seed 3"], shown.Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(["running", "running", "waiting"], shown.Select(one => one.GetProperty("state").GetString()));
        Assert.Equal("[0,1] [8,6]", $"{shown[0].GetProperty("at")} {shown[0].GetProperty("values")}");
        Assert.Equal("[0] [7]", $"{shown[1].GetProperty("at")} {shown[1].GetProperty("values")}");
        Assert.Equal(2, shown[0].GetProperty("progress").GetProperty("done").GetInt32());
        Assert.Equal("[]", $"{shown[2].GetProperty("at")}");
    }

    [Fact]
    public async Task Marks_are_where_they_happened_and_what_is_gone_on_with_has_those_before_it()
    {
        var folder = Begin(runs, 1);
        folder.Advance(10, 100, "samples");
        folder.Mark("stage 2");
        folder.Mark("stage 3", 40);
        folder.Advance(100, 100, "samples");
        var path = folder.Run.Path;
        folder.Dispose();
        Assert.Equal(["10 stage 2", "40 stage 3"], await MarksAsync(path));
        using var again = TrainingFolder.Resume(
            path, "train formation", new TrainingLength("samples", "--samples", null, _ => 100),
            new VerbContext(false, TimeSpan.FromMinutes(1), TextWriter.Null, TextWriter.Null, TestContext.Current.CancellationToken));
        again.Begin(again.CheckpointPath, done: 20);
        Assert.Equal(["10 stage 2"], await MarksAsync(path));
    }

    [Theory]
    [InlineData("runs=", "MAE591")]
    [InlineData("runs=20200101T000000Z-train-formation-1", "MAE571")]
    [InlineData("runs=..", "MAE571")]
    public async Task What_is_no_training_is_said(string query, string code) =>
        Assert.Equal(code, (await AskAsync(query, HttpStatusCode.BadRequest)).GetProperty("error").GetProperty("code").GetString());

    private static RunHeader Header(ulong seed) =>
        new("train formation", new JsonObject { ["samples"] = 100 }) { Seed = seed, CheckpointEverySamples = 10 };

    private static TrainingFolder Begin(string root, ulong seed)
    {
        var folder = TrainingFolder.Create(root, "train-formation", Header(seed));
        folder.Begin(from: null);
        return folder;
    }

    private async Task<string[]> MarksAsync(string path)
    {
        var one = (await AskAsync($"runs={Path.GetFileName(path)}")).GetProperty("runs")[0];
        return [.. one.GetProperty("marks").EnumerateArray().Select(mark => $"{mark.GetProperty("at")} {mark.GetProperty("what")}")];
    }

    private async Task<JsonElement> AskAsync(string query, HttpStatusCode status = HttpStatusCode.OK)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var watch = new TrainingWatch("x");
        await using var server = await WatchServer.StartAsync(watch, new WatchOptions { Runs = runs }, cancel);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"{server.Url}api/trainings?{query}"), cancel);
        Assert.Equal(status, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel)).RootElement;
    }
}
