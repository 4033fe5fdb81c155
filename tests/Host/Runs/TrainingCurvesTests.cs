using System.Globalization;
using System.Text;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Tests.Host.Runs;

public sealed class TrainingCurvesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae curves ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_added_is_read_and_half_a_row_is_not()
    {
        var curves = new TrainingCurves(folder);
        curves.Refresh();
        Assert.Empty(curves.Signals());
        Write("experience.csv.partial", "sample,cost,note\n0,4,a\n1,5,b\n2,");
        Assert.Equal("0 1: 4 5", Text(curves, "cost"));
        Assert.Equal(["cost"], curves.Signals());
        Write("experience.csv.partial", "sample,cost,note\n0,4,a\n1,5,b\n2,NaN,c\n3,7,d\n");
        Assert.Equal("0 1 2 3: 4 5 NaN 7", Text(curves, "cost"));
        File.Move(Path.Combine(folder, "experience.csv.partial"), Path.Combine(folder, "experience.csv"));
        Assert.Equal(4, Read(curves, "cost").At.Length);
        PackedFile.Pack(Path.Combine(folder, "experience.csv"));
        Assert.Equal("0 1 2 3: 4 5 NaN 7", Text(curves, "cost"));
        Assert.Equal(4, Read(curves, "cost").At.Length);
        Assert.Empty(Read(curves, "cots").At);
    }

    [Fact]
    public void A_table_that_was_cut_to_its_checkpoint_is_read_anew()
    {
        var curves = new TrainingCurves(folder);
        Write("curves.csv", "env_steps,return\n10,1\n20,2\n30,3\n");
        Assert.Equal(3, Read(curves, "return").At.Length);
        Write("curves.csv", "env_steps,return\n10,1\n20,9\n");
        Assert.Equal("10 20: 1 9", Text(curves, "return"));
    }

    [Fact]
    public void Many_rows_become_means_of_neighbours_however_they_come()
    {
        const int rows = 9000;
        var curves = new TrainingCurves(folder);
        var text = new StringBuilder("sample,cost\n");
        for (var i = 0; i < rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},{2 * i}\n");
            if (i % 1700 != 0)
                continue;
            Write("experience.csv", text.ToString());
            curves.Refresh();
        }

        Write("experience.csv", text.ToString());
        var (at, cost) = Read(curves, "cost");
        Assert.InRange(at.Length, TrainingCurves.MostPoints / 2, TrainingCurves.MostPoints + 1);
        Assert.All(at.Zip(cost), point => Assert.Equal(2 * point.First, point.Second, 9));
        Assert.Equal((3.5, 8995.5), (at[0], at[^1]));
    }

    [Fact]
    public void A_row_for_each_agent_is_a_curve_for_each()
    {
        var curves = new TrainingCurves(folder);
        Write("iterations.csv", "iteration,agent,nodes_visited,route\n0,1,2,0 1\n0,2,3,0 2\n1,1,4,0 1\n1,2,5,0 2\n");
        Assert.Equal("0 1: 2 4", Text(curves, "agent-1.nodes_visited"));
        Assert.Equal("0 1: 3 5", Text(curves, "agent-2.nodes_visited"));
    }

    [Fact]
    public void A_damaged_table_is_said()
    {
        var curves = new TrainingCurves(folder);
        Write("curves.csv", "env_steps,return\n10,1\n20\n");
        Assert.Throws<FormatException>(curves.Refresh);
    }

    private static string Text(TrainingCurves curves, string signal)
    {
        var (at, values) = Read(curves, signal);
        return FormattableString.Invariant($"{string.Join(' ', at)}: {string.Join(' ', values)}");
    }

    private static (double[] At, double[] Values) Read(TrainingCurves curves, string signal)
    {
        curves.Refresh();
        return curves.Of(signal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
