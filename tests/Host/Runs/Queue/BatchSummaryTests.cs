using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs.Queue;

namespace MultiAgentEdge.Tests.Host.Runs.Queue;

public sealed class BatchSummaryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae summary ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Runs_are_told_apart_by_their_options_and_the_best_is_named()
    {
        var queue = Make(("0.1", 1), ("0.1", 2), ("0.2", 1), ("0.2", 2));
        foreach (var figure in new[] { 4.0, 2.0, 1.0, 9.0 })
            Complete(queue, "evaluation", new JsonObject { ["learned"] = new JsonObject { ["stage_cost_mean"] = figure } });
        var summary = BatchSummary.Of(folder, "train formation", queue);
        Assert.Equal(2, summary.Groups.Count);
        Assert.Equal(new Spread(2, 3.0, Math.Sqrt(2.0), 2.0, 4.0), summary.Groups[0].Spread);
        Assert.Equal("003", summary.Best!.Id);
        var json = summary.ToJson();
        Assert.Equal("less", json["figure_better"]!.ToString());
        Assert.Equal(2, (int)json["by_option"]![0]!["best_seed"]!);
        Assert.Equal(5.0, (double)json["by_option"]![1]!["figures"]!["evaluation.learned.stage_cost_mean"]!["mean"]!);
    }

    [Fact]
    public void Where_more_is_better_the_greatest_is_best_and_what_failed_counts_for_nothing()
    {
        var queue = Make(("a", 1), ("a", 2), ("a", 3));
        Complete(queue, "return_mean", -30.0);
        Complete(queue, "return_mean", -20.0);
        queue.Take(LeaseHolder.Self())!.Fail(new MaeException(ExitCode.Usage, "MAE526", "no", "next"));
        var summary = BatchSummary.Of(folder, "train coverage", queue);
        Assert.Equal("002", summary.Best!.Id);
        Assert.Equal(2, summary.Groups.Single().Spread.Count);
        Assert.Equal((2, 1), (summary.Count(QueueState.Done), summary.Count(QueueState.Failed)));
        var page = BatchPage.Of(summary, "").ToHtml();
        Assert.Contains("MAE526 no", page, StringComparison.Ordinal);
        Assert.Contains("Best return -20", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spread_of_one_is_not_a_number_and_of_nothing_is_nothing()
    {
        Assert.True(double.IsNaN(Spread.Of([3.0]).Deviation));
        Assert.Null(Spread.Of([3.0]).ToJson()["std"]);
        Assert.Equal(0, Spread.Of([double.NaN]).Count);
    }

    private RunQueue Make(params (string Rate, int Seed)[] runs) => RunQueue.Create(
        folder,
        [.. runs.Select(run => (
            (IReadOnlyList<string>)["train", "formation"], new JsonObject { ["learning_rate"] = run.Rate, ["seed"] = run.Seed }))]);

    private static void Complete(RunQueue queue, string key, JsonNode value) =>
        queue.Take(LeaseHolder.Self())!.Complete(new JsonObject { [key] = value }, "folder");
}
