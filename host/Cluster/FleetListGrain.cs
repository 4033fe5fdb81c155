using Orleans.Concurrency;
using Orleans.Runtime;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>It holds nothing: the store does. Any number of them may answer.</summary>
[StatelessWorker]
internal sealed class FleetListGrain(IFleetStore store, FleetCensus census) : Grain, IFleetListGrain
{
    public async Task<FleetEntry?> AddAsync(FleetEntry entry)
    {
        if (await store.TryAddAsync(entry))
            return null;
        var there = (await store.ListAsync()).FirstOrDefault(other => other.Name == entry.Name);
        return there is null || (there.Text, there.Broker) == (entry.Text, entry.Broker) ? null : there;
    }

    public async Task<bool> RemoveAsync(string name)
    {
        if (!await store.RemoveAsync(name))
            return false;
        await GrainFactory.GetGrain<IFleetGrain>(name).EndAsync();
        return true;
    }

    public async Task<ClusterReport> ReportAsync()
    {
        var entries = await store.ListAsync();
        var reports = await Task.WhenAll(entries.Select(ReportAsync));
        var silos = await GrainFactory.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true);
        return new ClusterReport(reports, [.. silos.Select(silo => silo.SiloName).Order(StringComparer.Ordinal)]);
    }

    private async Task<FleetReport> ReportAsync(FleetEntry entry)
    {
        try
        {
            var report = await GrainFactory.GetGrain<IFleetGrain>(entry.Name).KeepAsync(entry);
            if (report.IsRefused)
                census.Refuse(report.Silo);
            return report;
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return new FleetReport(
                entry.Name, entry.Holder, "", 0, "unknown", "", 0, 0, 0, 0, 0, null, "Its silo does not answer; another takes over.");
        }
    }
}
