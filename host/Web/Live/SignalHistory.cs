namespace MultiAgentEdge.Host.Web.Live;

/// <summary>
/// What every signal of every rover was in the last minutes, sampled at one clock: rings of a fixed length, so that memory does not grow
/// with time. Not thread safe.
/// </summary>
/// <param name="capacity">Samples that are kept.</param>
public sealed class SignalHistory(int capacity)
{
    /// <summary>Above what a rover has; whoever writes more on an open broker fills no memory.</summary>
    private const int MostSignals = 96;

    private readonly long[] times = new long[capacity];
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly List<float[]?[]> rovers = [];
    private long count;

    /// <summary>Every name that was ever set, in the order of the first time.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Takes the next sample's time; every signal is unknown in it until it is set.</summary>
    /// <param name="timeMs">Later than the one before.</param>
    public void Begin(long timeMs)
    {
        var at = (int)(count++ % capacity);
        times[at] = timeMs;
        foreach (var rover in rovers)
        {
            foreach (var ring in rover)
            {
                if (ring is not null)
                    ring[at] = float.NaN;
            }
        }
    }

    /// <summary>Sets a signal of the present sample.</summary>
    /// <param name="rover">From 0.</param>
    public void Set(int rover, string name, double value)
    {
        if (count == 0 || !double.IsFinite(value))
            return;
        if (!columns.TryGetValue(name, out var column))
        {
            if (columns.Count == MostSignals)
                return;
            columns[name] = column = columns.Count;
            names.Add(name);
        }

        while (rovers.Count <= rover)
            rovers.Add(new float[]?[MostSignals]);
        var ring = rovers[rover][column];
        if (ring is null)
        {
            rovers[rover][column] = ring = new float[capacity];
            Array.Fill(ring, float.NaN);
        }

        ring[(count - 1) % capacity] = (float)value;
    }

    /// <summary>The samples after a time: when, and one row for each of the signals asked for.</summary>
    /// <param name="sinceMs">Samples at this time are not among them.</param>
    /// <param name="asked">Rover and name; what is not known is NaN all through.</param>
    /// <param name="most">Where there are more, every second, third, ... is left out evenly.</param>
    public (long[] TimesMs, float[][] Values) After(long sinceMs, IReadOnlyList<(int Rover, string Name)> asked, int most)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var first = Math.Max(0, count - capacity);
        while (first < count && times[first % capacity] <= sinceMs)
            first++;
        var step = Math.Max(1, (int)Math.Ceiling((count - first) / (double)most));
        // From the end: the newest sample is always there.
        var picked = new List<int>();
        for (var k = count - 1; k >= first; k -= step)
            picked.Add((int)(k % capacity));
        picked.Reverse();
        return ([.. picked.Select(at => times[at])], [.. asked.Select(one => Row(one, picked))]);
    }

    private float[] Row((int Rover, string Name) asked, List<int> picked)
    {
        var ring = asked.Rover < rovers.Count && columns.TryGetValue(asked.Name, out var column) ? rovers[asked.Rover][column] : null;
        return [.. picked.Select(at => ring is null ? float.NaN : ring[at])];
    }
}
