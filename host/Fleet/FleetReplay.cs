using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>
/// Publishes what rovers said in a record, and what their host showed, at its times, on the topics of a fleet: whoever looks sees it as
/// live. What a host told them is left out: a replay commands nobody, and offers nobody to. At the end the rovers are lost, and nothing of
/// them is kept on the broker.
/// </summary>
public sealed class FleetReplay : IDisposable
{
    /// <summary>In an info: this rover is a record's.</summary>
    public const string ReplayKey = "replay";

    /// <summary>A rover that is there is heard within this time.</summary>
    private static readonly TimeSpan LookFor = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan OutboxLimit = TimeSpan.FromSeconds(5);

    private readonly IMessageLink link;
    private readonly string fleet;
    private readonly string run;
    private readonly Dictionary<string, (byte Mode, uint Version, uint Epoch, bool IsThere)> rovers = [];
    private readonly HashSet<string> retained = [];
    private readonly FrameHeader header = new();
    private readonly StateFrame state = new(255);
    private readonly byte[] buffer = new byte[FrameCodec.OverheadBytes + StateFrame.FixedBytes];

    private FleetReplay(IMessageLink link, string fleet, string run) => (this.link, this.fleet, this.run) = (link, fleet, run);

    public long Published { get; private set; }

    /// <summary>Names of the rovers that have said something.</summary>
    public IEnumerable<string> Rovers => rovers.Keys.Order(StringComparer.Ordinal);

    /// <summary>Connects, and sees that nobody of this fleet is there.</summary>
    /// <param name="fleet">Its broker, and the name that the rovers get.</param>
    /// <param name="run">Said in each rover's info.</param>
    /// <exception cref="MessagingException">No broker there, or it refuses.</exception>
    /// <exception cref="MaeException">MAE577: rovers of this name are there.</exception>
    public static FleetReplay Connect(FleetFile fleet, string run, TimeSpan timeout, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var link = LinkFactory.Choose().Create();
        try
        {
            link.Connect(fleet.Broker.ToLinkOptions(ClientIds.Host(fleet.Fleet, "replay"), FleetLink.ConnectLimit(timeout)));
            var replay = new FleetReplay(link, fleet.Fleet, run);
            replay.Look(fleet.Broker.Address, cancel);
            return replay;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Whether messages of a record's channel are published.</summary>
    public static bool IsReplayed(McapChannel channel) =>
        Split(channel) is (Topics.HostName, Topics.Scene or Topics.Progress)
            or (not Topics.HostName, Topics.State or Topics.Info or Topics.Telemetry or Topics.Motion or Topics.Plan or Topics.Acknowledge
                or Topics.Reported or Topics.Last or "log");

    /// <summary>Publishes; returns at the end of the record.</summary>
    /// <param name="speed">Times the record's own; infinite: as fast as it goes.</param>
    /// <param name="fromS">Since the record's beginning; what was said before and is kept comes at once.</param>
    /// <param name="progress">Called now and then with the seconds of the record that have passed.</param>
    /// <exception cref="MessagingException">The connection was lost.</exception>
    /// <exception cref="FormatException">The record is damaged.</exception>
    public void Run(McapReader record, double speed, double fromS, Action<double> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(progress);
        var began = Stopwatch.GetTimestamp();
        ulong? firstNs = null;
        foreach (var message in record.Read(IsReplayed))
        {
            cancel.ThrowIfCancellationRequested();
            firstNs ??= message.LogNs;
            var atS = (message.LogNs - firstNs.Value) * 1e-9;
            if (atS < fromS && Split(message.Channel)!.Value.Leaf is not (Topics.Info or Topics.Reported or Topics.State or Topics.Scene))
                continue;
            var left = TimeSpan.FromSeconds(Math.Max(0, atS - fromS) / speed) - Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.Zero && cancel.WaitHandle.WaitOne(left))
                cancel.ThrowIfCancellationRequested();
            Publish(message, cancel);
            progress(atS);
        }

        Drain(OutboxLimit);
        if (link.LastRefusal is { } refusal)
        {
            throw new MessagingException(
                "MAE404", $"The broker refused what was replayed: {refusal}. Rovers' topics need the host's password of this fleet");
        }
    }

    /// <summary>The rovers are lost, and what is kept of them goes.</summary>
    public void Dispose()
    {
        if (link.IsConnected)
        {
            foreach (var rover in rovers.Keys)
                Send(Topics.Of(fleet, rover, Topics.State), Lost(rovers[rover].Epoch), retain: true);
            foreach (var topic in retained)
                Send(topic, [], retain: true);
            Drain(OutboxLimit);
        }

        link.Dispose();
    }

    private static (string Rover, string Leaf)? Split(McapChannel channel) =>
        channel.Of(RunRecord.WireKey) is not null && channel.Topic.Split('/', 5) is ["mae", "1", _, var rover, var leaf]
            ? (rover, leaf)
            : null;

    private void Publish(McapMessage message, CancellationToken cancel)
    {
        var (rover, leaf) = Split(message.Channel)!.Value;
        var payload = message.Data;
        var isRetained = leaf is Topics.Info or Topics.Reported or Topics.Last or Topics.Scene;
        if (rover != Topics.HostName && !rovers.ContainsKey(rover))
            rovers[rover] = (0, 0, 0, false);
        if (leaf == Topics.State)
        {
            // As a rover does: kept where mode or set have changed, for a newcomer must see them.
            if (FrameCodec.TryOpen(payload, payload.Length, header) == FrameStatus.Ok && header.Kind == FrameKind.State
                && state.TryRead(payload, FrameCodec.HeaderBytes, header.PayloadLength))
            {
                var before = rovers[rover];
                isRetained = !before.IsThere || before.Mode != (byte)state.Mode || before.Version != state.ParameterVersion;
                rovers[rover] = ((byte)state.Mode, state.ParameterVersion, header.Epoch, true);
            }
            else
            {
                isRetained = true;
            }
        }
        else if (leaf is Topics.Info or Topics.Scene)
        {
            payload = Marked(payload);
        }

        var topic = Topics.Of(fleet, rover, leaf);
        if (isRetained)
            retained.Add(topic);
        var waiting = Stopwatch.GetTimestamp();
        while (!Send(topic, payload, isRetained))
        {
            cancel.ThrowIfCancellationRequested();
            if (!link.IsConnected || Stopwatch.GetElapsedTime(waiting) > OutboxLimit)
            {
                throw new MessagingException(
                    "MAE419", $"The broker takes no more of {topic}: the connection is lost, or it is too slow for this speed. mae doctor");
            }

            Thread.Sleep(1);
        }

        Published++;
    }

    private bool Send(string topic, byte[] payload, bool retain) =>
        link.TryPublish(topic, payload, retain ? QualityOfService.AtLeastOnce : QualityOfService.AtMostOnce, retain);

    // A scene says what may be told; nobody is there to hear it.
    private byte[] Marked(byte[] info)
    {
        try
        {
            if (JsonNode.Parse(info) is not JsonObject json)
                return info;
            json.Remove("order");
            json[ReplayKey] = run;
            return JsonSerializer.SerializeToUtf8Bytes(json);
        }
        catch (JsonException)
        {
            return info;
        }
    }

    private byte[] Lost(uint epoch)
    {
        var lost = new StateFrame(0) { Mode = RoverMode.Lost };
        var length = FrameCodec.Seal(buffer, FrameKind.State, epoch, 0, 0, lost.Write(buffer, FrameCodec.HeaderBytes));
        return buffer[..length];
    }

    // Our own last word comes back when all before it is with the broker.
    private void Drain(TimeSpan limit)
    {
        var topic = Topics.Of(fleet, Topics.HostName, "replay");
        try
        {
            link.Subscribe(topic, QualityOfService.AtLeastOnce);
        }
        catch (MessagingException)
        {
            return;
        }

        Send(topic, "end"u8.ToArray(), retain: false);
        link.TryPublish(topic, "end"u8, QualityOfService.AtLeastOnce, retain: false);
        var began = Stopwatch.GetTimestamp();
        while (link.IsConnected && Stopwatch.GetElapsedTime(began) < limit)
        {
            link.WaitForMessage(TimeSpan.FromMilliseconds(20));
            while (link.TryReceive(out var message))
            {
                if (message.Topic == topic)
                    return;
            }
        }
    }

    private void Look(string? address, CancellationToken cancel)
    {
        link.Subscribe($"{Topics.Root}/{fleet}/+/{Topics.State}", QualityOfService.AtLeastOnce);
        link.Subscribe($"{Topics.Root}/{fleet}/+/{Topics.Info}", QualityOfService.AtLeastOnce);
        var (alive, marked) = (new SortedSet<string>(StringComparer.Ordinal), new HashSet<string>());
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < LookFor)
        {
            cancel.ThrowIfCancellationRequested();
            link.WaitForMessage(TimeSpan.FromMilliseconds(20));
            while (link.TryReceive(out var message))
                Hear(message, alive, marked);
        }

        // A replay that was killed leaves what it had the broker keep, and says so there.
        alive.ExceptWith(marked);
        if (alive.Count == 0)
            return;
        throw new MaeException(
            ExitCode.Rejected, "MAE577",
            $"Rovers of fleet {fleet} are on the broker{(address is null ? "" : " " + address)}: {string.Join(", ", alive)}.",
            "A record would speak over them: give the replay a name of its own, --fleet NAME, or take another broker.");
    }

    private void Hear(Message message, SortedSet<string> alive, HashSet<string> marked)
    {
        if (!Topics.TrySplit(message.Topic, fleet, out var rover, out var leaf) || rover == Topics.HostName || message.Payload.Length == 0)
            return;
        if (leaf == Topics.Info && message.Retained && Says(message.Payload))
            marked.Add(rover);
        if (leaf != Topics.State)
            return;
        var payload = message.Payload;
        var isLost = FrameCodec.TryOpen(payload, payload.Length, header) != FrameStatus.Ok
            || !state.TryRead(payload, FrameCodec.HeaderBytes, header.PayloadLength) || state.Mode == RoverMode.Lost;
        if (isLost)
            alive.Remove(rover);
        else
            alive.Add(rover);
    }

    private static bool Says(byte[] info)
    {
        try
        {
            return JsonNode.Parse(info) is JsonObject json && json.ContainsKey(ReplayKey);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
