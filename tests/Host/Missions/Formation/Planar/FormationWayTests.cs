using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Planar;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>Whether a formation passes what stands beside its path, and what it does about it.</summary>
public class FormationWayTests
{
    private static readonly FormationPath Circle = FormationPath.Of("circle", 1.5);
    private static readonly FormationShape Polygon = FormationShape.Of("polygon", 5, 0.6);

    [Fact]
    public void A_path_is_walked_by_its_length_from_where_one_stands()
    {
        var way = FormationWay.Along(Circle, 0, 1, 1.5 * Math.PI / 2).ToList();
        Assert.Equal((0, 1.5), (way[^1].X, way[^1].Y), new Near(0.03));
        var back = FormationWay.Along(FormationPath.Of("line", 1), 0.5, -1, 10).ToList();
        Assert.Equal((-1, 0), (back[^1].X, back[^1].Y), new Near(0.03));
    }

    [Fact]
    public void What_stands_beside_a_path_is_met_where_a_place_comes_too_near_to_it()
    {
        var floor = Floor(0, 2.3, 0.15);
        // The polygon's tip reaches 0.51 m beyond its middle: the way to where that is too near begins before the top.
        var meets = FormationWay.Meets(floor, Circle, 0, 1, 5, Polygon.Slots);
        Assert.InRange(meets!.Value, 1.2, 1.5 * Math.PI / 2);
        Assert.Null(FormationWay.Meets(floor, Circle, 0, 1, 5, FormationShape.Of("column", 5, 0.6).Slots));
        Assert.Null(FormationWay.Meets(floor, Circle, 0, 1, 0.5, Polygon.Slots));
    }

    [Theory]
    [InlineData(0, 2.3, 0.15, null)]
    [InlineData(0, 1.6, 0.2, "does not pass")]
    public void A_path_that_no_shape_passes_is_refused(double x, double y, double radiusM, string? what)
    {
        if (what is null)
        {
            FormationWay.Check(Floor(x, y, radiusM), Circle, Polygon, 0.6);
            return;
        }

        var error = Assert.Throws<MaeException>(() => FormationWay.Check(Floor(x, y, radiusM), Circle, Polygon, 0.6));
        Assert.Equal("MAE612", error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formation_that_meets_something_passes_it_in_a_narrow_shape_and_takes_its_own_again()
    {
        string[] names = ["a", "b", "c", "d", "e"];
        var said = new List<string>();
        var run = new PlanarRun(new PlanarRunOptions
        {
            Rovers = names,
            Starts = [.. PlanarOptions.Starts(5, 0.6, 4).Select(at => (at.XM + 1.2, at.YM - 0.6, at.HeadingRad))],
            Shape = Polygon,
            Path = Circle,
            Floor = Floor(0, 2.3, 0.15),
            Periods = 330,
            InProcess = true,
            Seed = 4,
        });
        run.Said += said.Add;
        using (run)
            run.Execute(TestContext.Current.CancellationToken);
        Assert.Equal(2, run.SoFar().ShapeChanges);
        Assert.Equal(["polygon", "column", "polygon"], run.Records.Select(record => record.Shape).Aggregate(
            new List<string>(), (all, shape) => all.LastOrDefault() == shape ? all : [.. all, shape]));
        Assert.Equal(0, run.Records.Sum(record => record.Contacts));
        Assert.Contains(said, text => text.Contains("post is in the way of the polygon", StringComparison.Ordinal));
        Assert.InRange(run.Records[^1].FormationErrorM, 0, 0.03);
    }

    private static FloorEntry Floor(double x, double y, double radiusM) =>
        new() { Obstacles = [ObstacleEntry.Disc("post", x, y, radiusM)] };

    private sealed class Near(double within) : IEqualityComparer<(double X, double Y)>
    {
        public bool Equals((double X, double Y) a, (double X, double Y) b) => double.Hypot(a.X - b.X, a.Y - b.Y) <= within;

        public int GetHashCode((double X, double Y) at) => 0;
    }
}
