using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Fleet.Parameters;

namespace MultiAgentEdge.Tests.Host.Fleet;

public sealed class TuningHistoryTests : IDisposable
{
    private readonly string runs = Directory.CreateTempSubdirectory("mae history ").FullName;

    public void Dispose() => Directory.Delete(runs, recursive: true);

    [Fact]
    public void What_a_host_has_taken_is_kept_with_who_and_before_and_can_be_taken_back()
    {
        Assert.Null(TuningHistory.LastInForce(runs, "lab"));
        TuningHistory.Keep(runs, "lab", Answer("speed_limit", 0.5, 0.3), "run on here");
        TuningHistory.Keep(runs, "other", Answer("damping", 0.2, 0.1), null);
        var last = TuningHistory.LastInForce(runs, "lab")!;
        Assert.Equal(("me@here", "speed_limit = 0.3 of rover-1", true), (last.Who, last.Change.Text, last.HasWorked));
        Assert.Equal([0.5], last.Before["rover-1"]);
        Assert.Single(TuningHistory.Of(runs, "lab"));
    }

    [Fact]
    public void What_says_no_change_is_not_kept()
    {
        TuningHistory.Keep(runs, "lab", new JsonObject { ["taken"] = true, ["who"] = "me" }, null);
        Assert.Empty(TuningHistory.Of(runs, "lab"));
    }

    private static JsonObject Answer(string name, double before, double after) => new()
    {
        ["who"] = "me@here",
        ["version"] = 4,
        ["change"] = new JsonObject { ["name"] = name, ["values"] = new JsonArray(after), ["rover"] = "rover-1" },
        ["rovers"] = new JsonArray(new JsonObject
        {
            ["name"] = "rover-1",
            ["before"] = new JsonArray(before),
            ["after"] = new JsonArray(after),
        }),
    };
}
