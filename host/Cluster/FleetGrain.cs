using System.Diagnostics;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Missions.Serve;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>
/// One fleet. Orleans sees to it that there is one activation in the cluster; that no rover hears two coordinators, even while two silos do
/// not see each other, is the fleet's own lease on its broker and the epoch in every frame.
/// </summary>
[FewestFleets]
internal sealed class FleetGrain(IFleetStore store, SiloInfo silo, MissionList missions) : Grain, IFleetGrain
{
    // What went wrong is tried again, but not as fast as it fails.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private FleetThread? thread;
    private FleetEntry? entry;
    private MaeException? error;
    private long failedAt;
    private bool isNoted;

    // Another host took the fleet from this cluster: it is asked for, no longer taken.
    private bool isPolite;

    public async Task<FleetReport> KeepAsync(FleetEntry kept)
    {
        if (thread is { HasEnded: true } gone)
        {
            error = gone.Failure;
            isPolite |= error?.ExitCode == ExitCode.Rejected;
            failedAt = Stopwatch.GetTimestamp();
            (thread, isNoted) = (null, false);
            silo.Leave(kept.Name);
            silo.Say($"fleet {kept.Name}: {error?.Message ?? "ended"}");
        }

        if (thread is null && (error is null || Stopwatch.GetElapsedTime(failedAt) > Pause))
            Begin(kept);
        entry = kept;
        if (thread?.Status.IsRunning == true && !isNoted)
        {
            isNoted = true;
            error = null;
            silo.Say($"fleet {kept.Name}: {(thread.Status.AdoptedAt is { } tick ? $"taken over at tick {tick}" : "drives")}");
            await NoteAsync(kept with { Holder = silo.Name });
        }

        return Report(kept.Name);
    }

    public async Task EndAsync()
    {
        if (thread is not null)
            await thread.EndAsync(disarms: true);
        thread = null;
        silo.Leave(this.GetPrimaryKeyString());
        DeactivateOnIdle();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (thread is null)
            return;
        await thread.EndAsync(disarms: silo.IsLast);
        silo.Leave(this.GetPrimaryKeyString());
    }

    private void Begin(FleetEntry kept)
    {
        if (silo.Take(kept.Name, drives: kept.Holder.Length > 0) is { } full)
        {
            (error, failedAt) = (full, Stopwatch.GetTimestamp());
            // Whoever asks next asks where there is room then.
            DeactivateOnIdle();
            return;
        }

        try
        {
            // Coordinated by a silo of this cluster before, which is gone or believed to be: it makes way at once if it is not.
            var file = kept.File() with { TakeOver = kept.Holder.Length > 0 && !isPolite };
            thread = new FleetThread(kept.Name, ServedFleet.Of(missions, file));
        }
        catch (MaeException exception)
        {
            (error, failedAt) = (exception, Stopwatch.GetTimestamp());
            silo.Leave(kept.Name);
        }
    }

    private async Task NoteAsync(FleetEntry noted)
    {
        try
        {
            await store.ReplaceAsync(noted);
        }
        catch (StoreException)
        {
            // The fleet drives all the same; who takes it over later asks for it, which takes a little longer.
        }
    }

    private FleetReport Report(string name)
    {
        var status = thread?.Status ?? ServiceStatus.Nothing with { Phase = "ended" };
        return new FleetReport(
            name, silo.Name, Environment.MachineName, Environment.ProcessId, status.Phase, status.Waiting, status.Tick, status.Version,
            status.Rovers, status.Driving, status.DeadlineMisses, status.AdoptedAt, thread is null ? error?.Message : null,
            thread is null && error?.Code is SiloInfo.Full or SiloInfo.Busy);
    }
}
