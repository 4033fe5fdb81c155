using System.Diagnostics;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>
/// Listens to everything that is said on a fleet's topics and writes it into a record, on a thread and a connection of its own: whoever
/// drives the fleet is not kept waiting. It says nothing of its own. Parameter sets are left out, for they are large and kept elsewhere. A
/// lost connection is made again, once a second.
/// </summary>
public sealed class FleetRecorder : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(3);

    private readonly string fleet;
    private readonly RunRecord record;
    private readonly IMessageLink link;
    private readonly LinkOptions options;
    private readonly Thread thread;
    private volatile bool isEnding;
    private long messages;

    private FleetRecorder(string fleet, RunRecord record, IMessageLink link, LinkOptions options)
    {
        (this.fleet, this.record, this.link, this.options) = (fleet, record, link, options);
        thread = new Thread(Listen) { IsBackground = true, Name = "record" };
    }

    /// <summary>Messages recorded so far.</summary>
    public long Messages => Interlocked.Read(ref messages);

    /// <summary>Messages that came faster than they were written.</summary>
    public long Dropped => link.Dropped;

    /// <summary>Called for each message after it was recorded, on the recorder's thread: the leaf, the rover, the bytes.</summary>
    public Action<string, string, byte[]>? Heard { get; init; }

    /// <summary>Begins to listen; connects in its own time.</summary>
    /// <param name="record">The caller's to complete, after this is disposed of.</param>
    public static FleetRecorder Start(FleetFile fleet, RunRecord record, Action<string, string, byte[]>? heard = null)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var recorder = new FleetRecorder(
            fleet.Fleet, record, LinkFactory.Choose().Create(), fleet.Broker.ToLinkOptions(ClientIds.Host(fleet.Fleet, "record"), Again))
        { Heard = heard };
        recorder.thread.Start();
        return recorder;
    }

    /// <summary>Says something to whoever listens under <see cref="Topics.HostName"/>: of a viewer that may.</summary>
    public bool Tell(string leaf, string json) => link.TryPublish(
        Topics.Of(fleet, Topics.HostName, leaf), System.Text.Encoding.UTF8.GetBytes(json), QualityOfService.AtLeastOnce, retain: false);

    public void Dispose()
    {
        if (isEnding)
            return;
        isEnding = true;
        thread.Join(EndLimit);
        link.Dispose();
    }

    private void Listen()
    {
        var isSubscribed = false;
        var tried = 0L;
        while (!isEnding)
        {
            if (!link.IsConnected)
            {
                isSubscribed = false;
                if (tried == 0 || Stopwatch.GetElapsedTime(tried) > Again)
                {
                    tried = Stopwatch.GetTimestamp();
                    link.BeginConnect(options);
                }

                Thread.Sleep(Look);
                continue;
            }

            if (!isSubscribed)
                link.BeginSubscribe($"{Topics.Root}/{fleet}/#", QualityOfService.AtMostOnce);
            isSubscribed = true;
            link.WaitForMessage(Look);
            Drain();
        }

        Drain();
    }

    private void Drain()
    {
        while (link.TryReceive(out var message))
        {
            if (Topics.TrySplit(message.Topic, fleet, out var rover, out var leaf)
                && leaf is not (Topics.Desired or Topics.Chunk or Topics.ProgramDesired or Topics.ProgramChunk)
                && message.Payload.Length > 0)
            {
                record.Wire(message.Topic, message.Payload);
                Interlocked.Increment(ref messages);
                Heard?.Invoke(leaf, rover, message.Payload);
            }

            link.Recycle(message);
        }
    }
}
