using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>Fleets by their names, as a cluster's store knows them: what verbs that speak to a fleet need of it is its file.</summary>
public static class ClusterFleets
{
    /// <param name="cluster">Address of the store.</param>
    /// <param name="name">Null: the only one.</param>
    /// <exception cref="MaeException">MAE558, MAE559 the address is wrong; MAE555 the store does not answer; MAE556 there is no such
    /// fleet.</exception>
    public static FleetFile Find(string cluster, string? name)
    {
        var address = ClusterAddress.Parse(cluster);
        var store = ClusterHost.Store(address);
        using var owned = store as IDisposable;
        var entries = Task.Run(() => ClusterOption.TryAsync(store.ListAsync, address)).GetAwaiter().GetResult();
        var names = string.Join(", ", entries.Select(entry => entry.Name));
        var found = name is null ? (entries.Count == 1 ? entries[0] : null) : entries.FirstOrDefault(entry => entry.Name == name);
        return found?.File() ?? throw NoSuch(
            name is null
                ? $"Cluster {address.Text} has {entries.Count} fleets, and none is named."
                : $"Cluster {address.Text} has no fleet {NameText.Short(name)}.",
            entries.Count == 0 ? $"Add one: mae fleets --cluster {address.Text} --add FILE" : $"Name one: --fleet NAME, of {names}.");
    }

    /// <summary>MAE556.</summary>
    internal static MaeException NoSuch(string what, string next) => new(ExitCode.Usage, "MAE556", what, next);
}
