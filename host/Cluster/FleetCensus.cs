namespace MultiAgentEdge.Host.Cluster;

/// <summary>How many fleets each silo has, as this one knows it: what the store says, and what was placed since.</summary>
internal sealed class FleetCensus(TimeProvider time)
{
    /// <summary>By then a fleet that was placed is written down with its silo, or its silo would not have it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, (string Silo, long At)> placed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> full = new(StringComparer.Ordinal);
    private IReadOnlyList<FleetEntry> known = [];

    /// <summary>As the store said last.</summary>
    public IReadOnlyList<FleetEntry> Known
    {
        get => Volatile.Read(ref known);
        set => Volatile.Write(ref known, value);
    }

    /// <summary>A silo has refused a fleet: for a while another is chosen, where there is one.</summary>
    public void Refuse(string silo)
    {
        lock (placed)
            full[silo] = time.GetTimestamp();
    }

    /// <summary>The silo with the fewest fleets, of those that have room; of several the first by name.</summary>
    /// <param name="silos">Names, one or more.</param>
    public string Place(string fleet, IEnumerable<string> silos)
    {
        lock (placed)
        {
            foreach (var old in placed.Where(one => time.GetElapsedTime(one.Value.At) > Fresh).Select(one => one.Key).ToList())
                placed.Remove(old);
            placed.Remove(fleet);
            var holders = Known.Where(entry => entry.Name != fleet).ToDictionary(entry => entry.Name, entry => entry.Holder);
            foreach (var (name, (silo, _)) in placed)
                holders[name] = silo;
            var fewest = silos.Order(StringComparer.Ordinal)
                .OrderBy(silo => full.TryGetValue(silo, out var at) && time.GetElapsedTime(at) <= Fresh)
                .ThenBy(silo => holders.Values.Count(holder => holder == silo))
                .First();
            placed[fleet] = (fewest, time.GetTimestamp());
            return fewest;
        }
    }
}
