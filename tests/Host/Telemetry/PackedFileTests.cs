using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Tests.Host.Telemetry;

public sealed class PackedFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae packed ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_packed_table_reads_the_same_and_can_be_gone_on_with()
    {
        var run = RunFolder.Open(folder);
        run.Write("a.csv", "x\n1\n2\n");
        PackedFile.Pack(run.PathOf("a.csv"));
        Assert.Equal(["a.csv.gz"], Directory.GetFiles(folder).Select(Path.GetFileName));
        using (var reader = PackedFile.OpenText(run.PathOf("a.csv")))
            Assert.Equal("x\n1\n2\n", reader.ReadToEnd());
        using (var going = run.Continue("a.csv", keepBytes: 4))
        {
            going.Writer.Write("3\n");
            going.Complete();
        }

        Assert.Equal(["a.csv"], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Equal("x\n1\n3\n", File.ReadAllText(run.PathOf("a.csv")));
    }
}
