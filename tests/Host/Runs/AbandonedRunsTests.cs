using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Runs;

public sealed class AbandonedRunsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae abandoned ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_run_whose_verb_does_not_come_back_is_said_to_be_over_and_its_records_have_their_name()
    {
        var run = Running();
        using var records = run.Begin("formation.csv");
        records.Writer.Write("tick,x_m\n1,0.5\n2,0.");
        records.Flush();
        File.WriteAllText(run.PathOf("checkpoint.bin.partial"), "half a checkpoint\n");

        AbandonedRuns.Close([run], "time is up");

        Assert.Equal("tick,x_m\n1,0.5\n", File.ReadAllText(run.PathOf("formation.csv")));
        Assert.False(File.Exists(run.PathOf("formation.csv.partial")));
        Assert.False(File.Exists(run.PathOf("checkpoint.bin")), "half of anything but lines is of no use");
        var document = JsonNode.Parse(File.ReadAllText(run.PathOf("run.json")))!;
        Assert.Equal(RunState.TimedOut, document["state"]!.ToString());
        Assert.Contains("time is up", document["error"]!.ToJsonString(), StringComparison.Ordinal);

        // Whoever still writes does not know, and harms nothing.
        records.Writer.WriteLine("3,0.7");
        records.Flush();
        Assert.Equal("tick,x_m\n1,0.5\n", File.ReadAllText(run.PathOf("formation.csv")));
    }

    [Fact]
    public void Records_that_have_their_name_and_a_run_that_is_over_are_left_alone()
    {
        var run = Running();
        File.WriteAllText(run.PathOf("coverage.csv"), "whole\n");
        File.WriteAllText(run.PathOf("coverage.csv.partial"), "half\n");
        AbandonedRuns.Close([run], "time is up");
        Assert.Equal("whole\n", File.ReadAllText(run.PathOf("coverage.csv")));

        var over = Running("finished");
        File.WriteAllText(over.PathOf("coverage.csv.partial"), "half\n");
        AbandonedRuns.Close([over], "time is up");
        Assert.False(File.Exists(over.PathOf("coverage.csv")));
        Assert.Contains("finished", File.ReadAllText(over.PathOf("run.json")), StringComparison.Ordinal);
    }

    private RunFolder Running(string state = RunState.Running)
    {
        var run = RunFolder.Create(folder, "test", DateTimeOffset.UnixEpoch);
        run.Write("run.json", new JsonObject { ["state"] = state });
        return run;
    }
}
