using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Missions.Serve;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>From fleet files to what a cluster coordinates.</summary>
internal static class FleetEntries
{
    /// <exception cref="MaeException">The file or the broker is wrong; MAE553: a fleet that no silo can coordinate.</exception>
    public static FleetEntry Read(string path, string? broker, MissionList missions)
    {
        var file = FleetFile.Load(path);
        file = broker is null ? file : FleetOptions.WithBroker(file, broker);
        _ = ServedFleet.Of(missions, file);
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
