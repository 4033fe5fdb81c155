using MultiAgentEdge.Clearance;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Shared.Clearance;

public class PlaneProgramTests
{
    private const double Radius = 0.5;

    /// <summary>Against the nearest of all points that could be it: the wanted one, feet on lines and disc, and every crossing.</summary>
    [Fact]
    public void It_finds_the_nearest_point_that_an_exhaustive_search_finds()
    {
        var random = new Xoshiro256(5);
        for (var problem = 0; problem < 3000; problem++)
        {
            var planes = Enumerable.Range(0, 1 + random.NextInt32(9)).Select(_ => Plane(random)).ToArray();
            var program = new PlaneProgram(planes.Length);
            foreach (var (nx, ny, s) in planes)
                Assert.True(program.TryAdd(nx, ny, s));
            var (x, y) = (random.NextUniform(-1, 1), random.NextUniform(-1, 1));
            var expected = Nearest(planes, x, y);
            if (expected is not { } nearest)
                continue;
            Assert.True(program.Project(x, y, Radius));
            Assert.Equal(double.Hypot(nearest.X - x, nearest.Y - y), double.Hypot(program.X - x, program.Y - y), 1e-9);
            Assert.True(Fits(planes, program.X, program.Y, 1e-9));
        }
    }

    [Fact]
    public void Planes_that_hold_zero_always_have_a_result()
    {
        var random = new Xoshiro256(6);
        for (var problem = 0; problem < 3000; problem++)
        {
            var planes = Enumerable.Range(0, 12).Select(_ => Plane(random))
                .Select(plane => (plane.X, plane.Y, Math.Max(0, plane.S))).ToArray();
            var program = new PlaneProgram(planes.Length);
            foreach (var (nx, ny, s) in planes)
                program.TryAdd(nx, ny, s);
            Assert.True(program.Project(random.NextUniform(-1, 1), random.NextUniform(-1, 1), Radius));
            Assert.True(Fits(planes, program.X, program.Y, 1e-9));
        }
    }

    [Fact]
    public void It_says_so_where_nothing_is_left_and_where_it_is_full()
    {
        var program = new PlaneProgram(2);
        Assert.True(program.TryAdd(1, 0, -0.2));
        Assert.True(program.TryAdd(-1, 0, -0.2));
        Assert.False(program.TryAdd(0, 1, 0));
        Assert.False(program.Project(0, 0, Radius));
        program.Clear();
        Assert.True(program.Project(0.1, 0, Radius));
        Assert.Equal(0.1, program.X);
    }

    private static (double X, double Y, double S) Plane(Xoshiro256 random)
    {
        var (sin, cos) = Math.SinCos(random.NextUniform(0, 2 * Math.PI));
        return (cos, sin, random.NextUniform(-0.1, 0.4));
    }

    private static bool Fits((double X, double Y, double S)[] planes, double x, double y, double slack)
        => double.Hypot(x, y) <= Radius + slack && planes.All(plane => (plane.X * x) + (plane.Y * y) <= plane.S + slack);

    private static (double X, double Y)? Nearest((double X, double Y, double S)[] planes, double x, double y)
    {
        var size = Math.Max(1e-12, double.Hypot(x, y));
        List<(double X, double Y)> candidates = [(x, y), (Radius * x / size, Radius * y / size)];
        foreach (var a in planes)
        {
            var off = (a.X * x) + (a.Y * y) - a.S;
            candidates.Add((x - (off * a.X), y - (off * a.Y)));
            var half = Math.Sqrt(Math.Max(0, (Radius * Radius) - (a.S * a.S)));
            candidates.Add(((a.S * a.X) - (half * a.Y), (a.S * a.Y) + (half * a.X)));
            candidates.Add(((a.S * a.X) + (half * a.Y), (a.S * a.Y) - (half * a.X)));
            foreach (var b in planes)
            {
                var det = (a.X * b.Y) - (a.Y * b.X);
                if (Math.Abs(det) > 1e-9)
                    candidates.Add((((a.S * b.Y) - (b.S * a.Y)) / det, ((a.X * b.S) - (b.X * a.S)) / det));
            }
        }

        var fitting = candidates.Where(at => Fits(planes, at.X, at.Y, 1e-10)).ToArray();
        return fitting.Length == 0 ? null : fitting.MinBy(at => double.Hypot(at.X - x, at.Y - y));
    }
}
