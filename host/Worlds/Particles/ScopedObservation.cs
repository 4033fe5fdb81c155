using System.Numerics;

namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>
/// Writes what every agent sees, all environments at once. Distances are compared as squares in double, every number is rounded to float
/// once, at the end, so that a rover that builds its observation from the same positions gets the same bits. Nothing is allocated after
/// construction.
/// </summary>
public sealed class ScopedObservation
{
    private readonly ParticleWorld world;
    private readonly double[] x;
    private readonly double[] y;
    private readonly double[] square;
    private readonly int[] rank;

    // One number of several neighbouring environments each.
    private readonly Vector<double>[] wideX;
    private readonly Vector<double>[] wideY;
    private readonly Vector<double>[] wideSquare;
    private readonly double[] block; // width x lanes

    public ScopedObservation(ParticleWorld world, ObservationShape shape)
    {
        this.world = world;
        Shape = shape;
        var most = Math.Max(world.Agents, world.Landmarks);
        x = new double[most];
        y = new double[most];
        square = new double[most];
        rank = new int[most];
        wideX = new Vector<double>[most];
        wideY = new Vector<double>[most];
        wideSquare = new Vector<double>[most];
        block = new double[shape.Width * Vector<double>.Count];
    }

    public ObservationShape Shape { get; }

    /// <summary>Writes row <c>environment * agents + agent</c> for every agent of every environment.</summary>
    /// <param name="rows">(E x N) x width.</param>
    /// <param name="time">Share of the episode that is over; used only with the time feature.</param>
    public void Write(Span<float> rows, float time = 0f)
    {
        var width = Shape.Width;
        var agents = world.Agents;
        var e = 0;
        for (; e <= world.Environments - Vector<double>.Count; e += Vector<double>.Count)
        {
            for (var agent = 0; agent < agents; agent++)
                WriteBlock(e, agent, time, rows.Slice(((e * agents) + agent) * width));
        }

        for (; e < world.Environments; e++)
        {
            for (var agent = 0; agent < agents; agent++)
                WriteRow(e, agent, time, rows.Slice(((e * agents) + agent) * width, width));
        }
    }

    /// <summary>The rows of one agent in as many neighbouring environments as a vector has lanes.</summary>
    private void WriteBlock(int environment, int agent, float time, Span<float> rows)
    {
        var self = (agent * world.Environments) + environment;
        var px = new Vector<double>(world.PositionX, self);
        var py = new Vector<double>(world.PositionY, self);
        var lanes = Vector<double>.Count;
        new Vector<double>(world.VelocityX, self).CopyTo(block, 0);
        new Vector<double>(world.VelocityY, self).CopyTo(block, lanes);
        px.CopyTo(block, 2 * lanes);
        py.CopyTo(block, 3 * lanes);
        GatherWide(world.LandmarkX, world.LandmarkY, environment, world.Landmarks, -1, px, py);
        PlaceWide(4, Shape.Landmarks, world.Landmarks);
        GatherWide(world.PositionX, world.PositionY, environment, world.Agents, agent, px, py);
        PlaceWide(4 + (2 * Shape.Landmarks), Shape.Others, world.Agents - 1);
        if (Shape.TimeFeature)
            block.AsSpan((Shape.Width - 1) * lanes, lanes).Fill(time);
        var width = Shape.Width;
        for (var lane = 0; lane < lanes; lane++)
        {
            var row = rows.Slice(lane * world.Agents * width, width);
            for (int i = 0, k = lane; i < row.Length; i++, k += lanes)
                row[i] = (float)block[k];
        }
    }

    private void GatherWide(double[] allX, double[] allY, int environment, int count, int except, Vector<double> px, Vector<double> py)
    {
        var n = 0;
        for (int i = 0, k = environment; i < count; i++, k += world.Environments)
        {
            if (i == except)
                continue;
            var dx = new Vector<double>(allX, k) - px;
            var dy = new Vector<double>(allY, k) - py;
            var square = (dx * dx) + (dy * dy);
            // Insertion with whole columns exchanged lane by lane; only a strictly nearer one overtakes, so equal ones keep the order of
            // their index.
            var at = n++;
            for (; Shape.Sorted && at > 0; at--)
            {
                var nearer = Vector.LessThan(square, wideSquare[at - 1]);
                var overtaken = wideSquare[at - 1];
                wideSquare[at] = Vector.ConditionalSelect(nearer, overtaken, square);
                square = Vector.ConditionalSelect(nearer, square, overtaken);
                overtaken = wideX[at - 1];
                wideX[at] = Vector.ConditionalSelect(nearer, overtaken, dx);
                dx = Vector.ConditionalSelect(nearer, dx, overtaken);
                overtaken = wideY[at - 1];
                wideY[at] = Vector.ConditionalSelect(nearer, overtaken, dy);
                dy = Vector.ConditionalSelect(nearer, dy, overtaken);
            }

            wideSquare[at] = square;
            wideX[at] = dx;
            wideY[at] = dy;
        }
    }

    private void PlaceWide(int first, int slots, int count)
    {
        var lanes = Vector<double>.Count;
        for (var i = 0; i < slots; i++)
        {
            var at = (first + (2 * i)) * lanes;
            if (i < count)
            {
                wideX[i].CopyTo(block, at);
                wideY[i].CopyTo(block, at + lanes);
            }
            else
                FillAbsent(block.AsSpan(at, 2 * lanes));
        }
    }

    private void WriteRow(int environment, int agent, float time, Span<float> row)
    {
        var stride = world.Environments;
        var self = (agent * stride) + environment;
        var px = world.PositionX[self];
        var py = world.PositionY[self];
        row[0] = (float)world.VelocityX[self];
        row[1] = (float)world.VelocityY[self];
        row[2] = (float)px;
        row[3] = (float)py;
        Gather(world.LandmarkX, world.LandmarkY, environment, world.Landmarks, -1, px, py);
        Place(row.Slice(4, 2 * Shape.Landmarks), world.Landmarks);
        Gather(world.PositionX, world.PositionY, environment, world.Agents, agent, px, py);
        Place(row.Slice(4 + (2 * Shape.Landmarks), 2 * Shape.Others), world.Agents - 1);
        if (Shape.TimeFeature)
            row[^1] = time;
    }

    private void Gather(double[] allX, double[] allY, int environment, int count, int except, double px, double py)
    {
        var n = 0;
        for (int i = 0, k = environment; i < count; i++, k += world.Environments)
        {
            if (i == except)
                continue;
            var dx = allX[k] - px;
            var dy = allY[k] - py;
            x[n] = dx;
            y[n] = dy;
            square[n] = (dx * dx) + (dy * dy);
            n++;
        }
    }

    private void Place(Span<float> slots, int count)
    {
        var ranks = rank.AsSpan(0, count);
        Rank(square.AsSpan(0, count), ranks);
        for (var i = 0; i < count; i++)
        {
            var slot = 2 * ranks[i];
            if (slot >= slots.Length)
                continue;
            slots[slot] = (float)x[i];
            slots[slot + 1] = (float)y[i];
        }

        if (2 * count < slots.Length)
            FillAbsent(slots[(2 * count)..]);
    }

    /// <summary>The place of every element in ascending order, counted without branches on the data: sorting random distances is all
    /// mispredictions.</summary>
    private void Rank(ReadOnlySpan<double> values, Span<int> ranks)
    {
        if (!Shape.Sorted)
        {
            for (var i = 0; i < ranks.Length; i++)
                ranks[i] = i;
            return;
        }

        ranks.Clear();
        for (var i = 1; i < values.Length; i++)
        {
            var value = values[i];
            var mine = 0;
            for (var j = 0; j < i; j++)
            {
                var later = values[j] <= value ? 1 : 0;
                mine += later;
                ranks[j] += 1 - later;
            }

            ranks[i] += mine;
        }
    }

    // The encoding is the shape's to choose; that it is zero today is no reason to write it here a second time.
    private static void FillAbsent(Span<double> slots)
    {
        for (var i = 0; i < slots.Length; i++)
            slots[i] = ObservationShape.AbsentM;
    }

    private static void FillAbsent(Span<float> slots)
    {
        for (var i = 0; i < slots.Length; i++)
            slots[i] = ObservationShape.AbsentM;
    }
}
