using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>Who takes which slot: the best of all assignments, and on squared distances nobody's way crosses another's.</summary>
public class SlotAssignmentTests
{
    [Fact]
    public void The_sum_of_costs_is_the_least_of_all_assignments()
    {
        var random = new Xoshiro256(11);
        for (var run = 0; run < 300; run++)
        {
            var rows = 1 + (run % 6);
            var columns = rows + (run % 3);
            double[][] cost = [.. Enumerable
                .Range(0, rows)
                .Select(
                    _ => Enumerable
                        .Range(0, columns)
                        .Select(_ => run % 5 == 0 ? Math.Floor(random.NextUniform(0, 4)) : random.NextUniform(-3, 5)).ToArray())];
            var taken = SlotAssignment.Of(cost);
            Assert.Equal(rows, taken.Distinct().Count());
            Assert.Equal(Least(cost, 0, 0), taken.Select((column, row) => cost[row][column]).Sum(), 1e-9);
        }
    }

    // Rovers and slots no closer than a gap: on the straight ways, all in the same time, never closer than the gap over sqrt 2.
    [Fact]
    public void Straight_ways_keep_the_gap_over_the_square_root_of_two()
    {
        var random = new Xoshiro256(5);
        for (var run = 0; run < 500; run++)
        {
            var (from, to) = (Spread(random, 6), Spread(random, 6));
            var slot = SlotAssignment.Of(from, to);
            for (var step = 0; step <= 20; step++)
            {
                var share = step / 20.0;
                var at = from
                    .Select((p, i) => (X: p.X + (share * (to[slot[i]].X - p.X)), Y: p.Y + (share * (to[slot[i]].Y - p.Y))))
                    .ToList();
                for (var i = 0; i < at.Count; i++)
                {
                    for (var j = 0; j < i; j++)
                        Assert.True(Distance(at[i], at[j]) >= (0.5 / Math.Sqrt(2)) - 1e-9);
                }
            }
        }
    }

    [Fact]
    public void More_rovers_than_slots_is_an_error() =>
        Assert.Throws<ArgumentException>(() => SlotAssignment.Of([(0, 0), (1, 1)], [(0.0, 0.0)]));

    private static double Least(double[][] cost, int row, int used)
    {
        if (row == cost.Length)
            return 0;
        var best = double.PositiveInfinity;
        for (var column = 0; column < cost[row].Length; column++)
        {
            if ((used & (1 << column)) == 0)
                best = Math.Min(best, cost[row][column] + Least(cost, row + 1, used | (1 << column)));
        }

        return best;
    }

    private static List<(double X, double Y)> Spread(Xoshiro256 random, int count)
    {
        var points = new List<(double X, double Y)>();
        while (points.Count < count)
        {
            var point = (random.NextUniform(0, 2.5), random.NextUniform(0, 2.5));
            if (points.All(other => Distance(point, other) >= 0.5))
                points.Add(point);
        }

        return points;
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
