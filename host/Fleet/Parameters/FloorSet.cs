using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Fleet.Parameters;

/// <summary>Puts what stands on the floor into a mission's parameter set: rovers of every mission take it from there.</summary>
public static class FloorSet
{
    /// <param name="set">A whole set, as its mission builds it; it is returned as it is where nothing stands on the floor.</param>
    /// <exception cref="ArgumentException">The bytes are no set.</exception>
    public static byte[] With(byte[] set, FloorEntry floor)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(floor);
        if (floor.IsEmpty)
            return set;
        var parsed = new ParameterSet();
        if (parsed.TryParse(set, set.Length) != ParameterStatus.Ok)
            throw new ArgumentException("These bytes are no parameter set.", nameof(set));
        double[] obstacles = floor.ObstacleNumbers, walls = floor.WallNumbers;
        var buffer = new byte[set.Length + (8 * (obstacles.Length + walls.Length)) + (4 * ParameterSet.EntryBytes)];
        var builder = new ParameterSetBuilder(parsed.Mission, parsed.Version, buffer);
        for (var entry = 0; entry < parsed.EntryCount; entry++)
        {
            if (parsed.IdOf(entry) is not (ParameterId.Obstacles or ParameterId.Walls))
                Copy(parsed, entry, builder);
        }

        if (obstacles.Length > 0)
            builder.Add(ParameterId.Obstacles, obstacles, obstacles.Length / 5, 5);
        if (walls.Length > 0)
            builder.Add(ParameterId.Walls, walls, walls.Length / 3, 3);
        var length = builder.Finish();
        return length > 0 ? buffer[..length] : throw new ArgumentException("The set cannot be copied.", nameof(set));
    }

    private static void Copy(ParameterSet from, int entry, ParameterSetBuilder to)
    {
        var (id, first, second) = (from.IdOf(entry), from.Dim(entry, 0), from.Rank(entry) > 1 ? from.Dim(entry, 1) : 0);
        var numbers = Enumerable.Range(0, from.Count(entry)).Select(i => from.GetDouble(entry, i));
        switch (from.TypeOf(entry))
        {
            case ParameterType.F64:
                to.Add(id, [.. numbers], first, second);
                break;
            case ParameterType.F32:
                to.Add(id, numbers.Select(number => (float)number).ToArray(), first, second);
                break;
            default:
                to.Add(id, numbers.Select(number => (sbyte)number).ToArray(), first, second);
                break;
        }
    }
}
