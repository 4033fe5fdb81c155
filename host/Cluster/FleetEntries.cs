using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>From fleet files to what a cluster coordinates.</summary>
internal static class FleetEntries
{
    /// <exception cref="MaeException">The file or the broker is wrong; MAE553: a fleet that no silo can coordinate.</exception>
    public static FleetEntry Read(string path, string? broker)
    {
        var file = FleetFile.Load(path);
        file = broker is null ? file : FleetOptions.WithBroker(file, broker);
        if (file.Broker.Host is null || file.Plane is not null || file.Distances.Count == 0)
        {
            var (why, next) = file.Broker.Host is null
                ? ("names no broker", "Write broker: host: into its file, or add --broker HOST.")
                : ("has no distances on lanes to keep", "Run it by itself: mae run formation.");
            throw new MaeException(
                ExitCode.Configuration, "MAE553", $"Fleet {file.Fleet} {why}: a silo cannot coordinate it.", next);
        }

        return new FleetEntry(file.Fleet, File.ReadAllText(path), Path.GetFullPath(path), broker, "");
    }

    /// <exception cref="MaeException">MAE554: there is another of its name; MAE555: the store does not answer.</exception>
    public static async Task AddAsync(IFleetStore store, FleetEntry entry, ClusterAddress? address)
    {
        var isAdded = await ClusterOption.TryAsync(() => store.TryAddAsync(entry), address);
        if (isAdded)
            return;
        var there = (await ClusterOption.TryAsync(store.ListAsync, address)).FirstOrDefault(other => other.Name == entry.Name);
        // The same one again is no mistake: a silo that is started anew says it too.
        if (there is not null && (there.Text, there.Broker) != (entry.Text, entry.Broker))
            throw IsOther(there);
    }

    /// <summary>MAE554: there is another fleet of this name.</summary>
    public static MaeException IsOther(FleetEntry there) => new(
        ExitCode.Rejected, "MAE554", $"The cluster has another fleet {there.Name}, from {there.Path}.",
        $"Remove it first: mae fleets --remove {there.Name}; or give this one another name.");
}
