using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Runs;

public sealed class RunFolderTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string root = Directory.CreateTempSubdirectory("mae runs ").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Runs_of_one_second_get_folders_of_their_own_also_in_parallel()
    {
        var paths = new string[16];
        Parallel.For(0, paths.Length, i => paths[i] = RunFolder.Create(root, "demo", Noon).Path);
        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.All(paths, path => Assert.StartsWith("20260401T120000Z-demo-", Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_where_the_runs_should_go_is_said()
    {
        var file = Path.Combine(root, "runs");
        File.WriteAllText(file, "");
        Assert.Contains(
            $"{file} is a file", Assert.Throws<IOException>(() => RunFolder.Create(file, "demo", Noon)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_its_name_only_when_it_is_whole()
    {
        var run = RunFolder.Create(root, "demo", Noon);
        using (var file = run.Begin("a.csv"))
        {
            file.Writer.WriteLine("1,2");
            Assert.False(File.Exists(run.PathOf("a.csv")));
            file.Complete();
        }

        Assert.Equal("1,2\n", File.ReadAllText(run.PathOf("a.csv")));
        using (var cut = run.Begin("b.csv"))
            cut.Writer.WriteLine("half");
        Assert.False(File.Exists(run.PathOf("b.csv")));
        Assert.Equal("half\n", File.ReadAllText(run.PathOf("b.csv.partial")));
    }

    [Fact]
    public void Json_is_replaced_as_a_whole()
    {
        var run = RunFolder.Create(root, "demo", Noon);
        run.Write("run.json", new JsonObject { ["state"] = "running" });
        run.Write("run.json", new JsonObject { ["state"] = "completed" });
        Assert.Equal("completed", (string?)JsonNode.Parse(File.ReadAllText(run.PathOf("run.json")))!["state"]);
        Assert.False(File.Exists(run.PathOf("run.json.partial")));
    }
}
