namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>
/// Who takes which slot: the assignment with the least sum of squared distances (Hungarian method, shortest augmenting paths, O(n^2 m)).
/// With squares, rovers that go straight to their slots in the same time never come closer than the least gap over sqrt 2; with plain
/// distances, or by number, they run into each other.
/// </summary>
public static class SlotAssignment
{
    /// <summary>The slot of each rover.</summary>
    /// <param name="from">Where the rovers are, m.</param>
    /// <param name="slots">At least as many, m.</param>
    public static int[] Of(IReadOnlyList<(double X, double Y)> from, IReadOnlyList<(double X, double Y)> slots)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(slots);
        if (slots.Count < from.Count)
            throw new ArgumentException("There are more rovers than slots.", nameof(slots));
        return Of([.. from.Select(rover => slots.Select(slot => Square(rover.X - slot.X) + Square(rover.Y - slot.Y)).ToArray())]);
    }

    /// <summary>The column of each row that makes the sum of costs least.</summary>
    /// <param name="cost">Finite; no more rows than columns.</param>
    public static int[] Of(double[][] cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        var rows = cost.Length;
        var columns = rows == 0 ? 0 : cost[0].Length;
        // Row and column 0 are none; rowOf[0] is the row that looks for a column.
        double[] rowPrice = new double[rows + 1], columnPrice = new double[columns + 1];
        int[] rowOf = new int[columns + 1], cameFrom = new int[columns + 1];
        for (var row = 1; row <= rows; row++)
        {
            rowOf[0] = row;
            var at = 0;
            var least = Enumerable.Repeat(double.PositiveInfinity, columns + 1).ToArray();
            var done = new bool[columns + 1];
            do
            {
                done[at] = true;
                var (delta, next) = (double.PositiveInfinity, 0);
                for (var column = 1; column <= columns; column++)
                {
                    if (done[column])
                        continue;
                    var reduced = cost[rowOf[at] - 1][column - 1] - rowPrice[rowOf[at]] - columnPrice[column];
                    if (reduced < least[column])
                        (least[column], cameFrom[column]) = (reduced, at);
                    if (least[column] < delta)
                        (delta, next) = (least[column], column);
                }

                for (var column = 0; column <= columns; column++)
                {
                    if (done[column])
                    {
                        rowPrice[rowOf[column]] += delta;
                        columnPrice[column] -= delta;
                    }
                    else
                    {
                        least[column] -= delta;
                    }
                }

                at = next;
            }
            while (rowOf[at] != 0);
            for (; at != 0; at = cameFrom[at])
                rowOf[at] = rowOf[cameFrom[at]];
        }

        var taken = new int[rows];
        for (var column = 1; column <= columns; column++)
        {
            if (rowOf[column] > 0)
                taken[rowOf[column] - 1] = column - 1;
        }

        return taken;
    }

    private static double Square(double value) => value * value;
}
