using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>
/// Asks for every fleet of the store again and again: a grain whose silo is gone comes into being elsewhere when it is asked for. Every
/// silo does; who asks first is the first.
/// </summary>
internal sealed class FleetKeeper(IFleetStore store, FleetCensus census, IGrainFactory grains, SiloInfo silo) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, bool> asked = new(StringComparer.Ordinal);
    private bool isAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync();
            // Its window is as long as two questions are apart.
            _ = silo.Load();
            foreach (var entry in census.Known)
                _ = AskAsync(entry);
            try
            {
                await Task.Delay(Every, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // Without the store the fleets that were known go on.
    private async Task LookAsync()
    {
        try
        {
            census.Known = await store.ListAsync();
            if (isAway)
                silo.Say("The store is back.");
            isAway = false;
        }
        catch (StoreException exception)
        {
            if (!isAway)
            {
                silo.Say(
                    $"{exception.Message} The fleets drive on under their present silos; none comes or changes silo until it is back.");
            }

            isAway = true;
        }
    }

    private async Task AskAsync(FleetEntry entry)
    {
        // One call at a time: the one to a silo that has just died takes until that is known.
        if (!asked.TryAdd(entry.Name, true))
            return;
        try
        {
            var report = await grains.GetGrain<IFleetGrain>(entry.Name).KeepAsync(entry);
            if (report.IsRefused)
                census.Refuse(report.Silo);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The next time: what a silo that goes away answers is no news.
        }
        finally
        {
            asked.TryRemove(entry.Name, out _);
        }
    }
}
