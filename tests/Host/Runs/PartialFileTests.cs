using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Runs;

public sealed class PartialFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae partial ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_goes_on_from_the_bytes_that_were_flushed_and_forgets_what_came_after()
    {
        var run = RunFolder.Create(folder, "test", DateTimeOffset.UnixEpoch);
        long kept;
        using (var file = run.Begin("rows.csv"))
        {
            file.Writer.WriteLine("one");
            kept = file.Flush();
            file.Writer.WriteLine("two");
        }

        using (var file = run.Continue("rows.csv", kept))
        {
            file.Writer.WriteLine("three");
            file.Complete();
        }

        Assert.Equal("one\nthree\n", File.ReadAllText(run.PathOf("rows.csv")));

        // Killed after it got its name, and resumed from before.
        using (var file = run.Continue("rows.csv", kept))
            file.Complete();
        Assert.Equal("one\n", File.ReadAllText(run.PathOf("rows.csv")));
        Assert.Throws<IOException>(() => run.Continue("rows.csv", kept + 1));
    }

    [Fact]
    public void A_folder_is_held_by_one_at_a_time()
    {
        var run = RunFolder.Create(folder, "test", DateTimeOffset.UnixEpoch);
        using (run.Hold())
            Assert.Throws<IOException>(() => RunFolder.Open(run.Path).Hold());
        RunFolder.Open(run.Path).Hold().Dispose();
        Assert.Throws<DirectoryNotFoundException>(() => RunFolder.Open(Path.Combine(folder, "nothing")));
    }
}
