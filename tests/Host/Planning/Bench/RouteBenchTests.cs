using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Tests.Host.Worlds.Delivery;

namespace MultiAgentEdge.Tests.Host.Planning.Bench;

public sealed class RouteBenchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-route-bench-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Instances_of_all_folders_are_found_and_nothing_else()
    {
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        foreach (var name in new[] { "b.oplib", "b.sol", "a.txt", PublishedScores.ListName, "sub/c.TSP", "note.md" })
            File.WriteAllText(Path.Combine(folder, name), "");
        Assert.Equal(
            ["a.txt", "b.oplib", Path.Combine("sub", "c.TSP")],
            RouteBench.Files(folder).Select(file => Path.GetRelativePath(folder, file)));
    }

    [Fact]
    public void Every_seed_is_a_run_and_a_proof_ends_it_before_its_time()
    {
        var (budget, score) = TsiligiridesSet2.Optima[0];
        var problem = OrienteeringReader.Read(TsiligiridesSet2.Text(budget), "set 2");
        var runs = RouteBench
            .Run("set2", problem, score + 1, [1, 2], TimeSpan.FromHours(1), TestContext.Current.CancellationToken)
            .ToList();
        Assert.Equal([1, 2], runs.Select(run => run.Seed));
        Assert.All(runs, run => Assert.Equal((score, true, false), (run.Score, run.ProvenOptimal, run.IsAtOrAbove)));
    }
}
