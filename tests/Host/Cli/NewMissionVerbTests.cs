using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli;

public sealed class NewMissionVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-new").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The example is built and tested with the product: what is written is the example, under another name.</summary>
    [Fact]
    public async Task It_writes_the_example_under_the_new_name()
    {
        var target = Path.Combine(folder, "night-watch");
        var run = await CliRun.Of("new", "mission", "night-watch", "--out", target, "--kind", "131", "--packages", "nowhere", "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        var example = Example();
        var expected =
            Directory.GetFiles(example, "*", SearchOption.AllDirectories).Select(
                file => Path.GetRelativePath(example, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "runs" or "TestResults")).ToList();
        Assert.Equal(
            expected.Select(Renamed).Append("nuget.config").Order(StringComparer.Ordinal),
            run.Json.GetProperty("files").EnumerateArray().Select(file => file.GetString()!));
        foreach (var file in expected.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)))
        {
            Assert.Equal(
                Renamed(File.ReadAllText(Path.Combine(example, file))).Replace(
                    "(MissionKind)128", "(MissionKind)131", StringComparison.Ordinal),
                    File.ReadAllText(Path.Combine(target, Renamed(file))));
        }

        Assert.Contains("\"nowhere\"", File.ReadAllText(Path.Combine(target, "nuget.config")), StringComparison.Ordinal);

        static string Renamed(string text) =>
            text.Replace("platoon", "night-watch", StringComparison.Ordinal).Replace("Platoon", "NightWatch", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Convoy")]
    [InlineData("9lives")]
    [InlineData("a--b")]
    [InlineData("a_b")]
    [InlineData("..")]
    [InlineData("formation")]
    public async Task A_name_that_cannot_be_is_refused(string name)
    {
        var run = await CliRun.Of("new", "mission", name, "--out", Path.Combine(folder, "x"), "--packages", "nowhere", "--json");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.False(Directory.Exists(Path.Combine(folder, "x")));
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten_without_force()
    {
        var mine = Path.Combine(folder, "mine.txt");
        File.WriteAllText(mine, "mine");
        Assert.Equal(ExitCode.Configuration, (await CliRun.Of("new", "mission", "convoy", "--out", folder, "--packages", "nowhere")).Code);
        Assert.Equal([mine], Directory.GetFileSystemEntries(folder));
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("new", "mission", "convoy", "--out", folder, "--packages", "nowhere", "--force")).Code);
        Assert.Equal("mine", File.ReadAllText(mine));
    }

    private static string Example()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "MultiAgentEdge.sln")))
            root = root.Parent!;
        return Path.Combine(root.FullName, "host", "examples", "platoon");
    }
}
