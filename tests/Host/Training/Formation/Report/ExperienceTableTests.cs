using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Tests.Host.Training.Formation.Report;

public sealed class ExperienceTableTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Every_sample_is_in_exactly_one_stretch_and_no_extreme_is_lost()
    {
        File.WriteAllLines(path, ["sample,x11", .. Enumerable.Range(0, 10).Select(k => $"{k},{(k == 7 ? -50 : k)}")]);
        var table = ExperienceTable.Read(path, points: 3);

        Assert.Equal((10, 3), (table.Samples, table.Points));
        // 0-3, 4-6, 7-9.
        Assert.Equal([1.5, 5, 8], table.Axis);
        Assert.Equal([1.5, 5, -11], table.Mean("x11"));
        Assert.Equal([0, 4, -50], table.Low("x11"));
        Assert.Equal([3, 6, 9], table.High("x11"));
        Assert.Equal([1.5, 5, 67 / 3.0], table.Magnitude("x11"));
    }

    [Fact]
    public void A_run_shorter_than_the_plot_keeps_every_sample()
    {
        File.WriteAllLines(path, ["sample,x11", "0,1", "1,2"]);
        Assert.Equal([1, 2], ExperienceTable.Read(path, points: 600).Mean("x11"));
    }

    [Fact]
    public void A_row_that_was_cut_is_no_row()
    {
        File.WriteAllLines(path, ["sample,x11", "0,1", "1"]);
        Assert.Throws<InvalidDataException>(() => ExperienceTable.Read(path, points: 2));
    }
}
