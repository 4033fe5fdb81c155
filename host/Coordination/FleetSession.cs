using System.Text;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// The coordinator's end of a fleet's topics: one link, one epoch for each rover, one growing sequence. Keeps the roster and hands frames
/// on. Polled by its owner; holds nothing that it could not read back from retained topics.
/// </summary>
public sealed class FleetSession : IDisposable
{
    private const int FrameCapacity = 1 << 17;
    private const long ReconnectUs = 1_000_000;

    /// <summary>Names that are kept where nobody says who belongs to the fleet: whoever speaks must not fill the memory.</summary>
    private const int RosterCapacity = 1024;

    private readonly IMessageLink link;
    private readonly Dictionary<string, RoverPresence> roster = new(StringComparer.Ordinal);
    private readonly FrameReader frames = new();
    private readonly byte[] buffer = new byte[FrameCapacity];
    private readonly HashSet<string> doubted = new(StringComparer.Ordinal);
    private readonly FleetSubscriptions topics;
    private uint sequence;
    private bool hasBegun;
    private bool isLost;
    private long attemptedUs;

    public FleetSession(IMessageLink link, string fleet)
    {
        this.link = link;
        Fleet = fleet;
        topics = new FleetSubscriptions(fleet);
        Kept = new KeptWords(link, this);
    }

    internal static ReadOnlySpan<byte> LostText => "lost"u8;

    public string Fleet { get; }

    public IReadOnlyDictionary<string, RoverPresence> Roster => roster;

    /// <summary>Signs what moves a rover; null: nothing is signed, which only rovers without a key obey.</summary>
    public FleetKeys? Keys { get; init; }

    /// <summary>Number of the frame sent last, and in the writer of a frame its own.</summary>
    public uint Sequence => sequence;

    /// <summary>Who belongs to the fleet: what others say is counted and forgotten. Null: whoever speaks.</summary>
    public IReadOnlySet<string>? Members { get; init; }

    /// <summary>Rovers that are looked for by name; null: the members.</summary>
    public IEnumerable<string>? LookedFor { get; init; }

    /// <summary>What plans are held against before anybody acts on them; null: nothing.</summary>
    public PlanCheck? PlanCheck { get; set; }

    /// <summary>Host time of the last <see cref="Poll"/>, microseconds.</summary>
    public long NowUs { get; private set; }

    public long MessagesSent { get; private set; }

    public long MessagesReceived { get; private set; }

    public long FramesRefused => frames.Refused;

    /// <summary>Messages on topics of rovers that do not belong to the fleet.</summary>
    public long StrangersRefused { get; private set; }

    public bool IsConnected => link.IsConnected;

    /// <summary>Of the broker; null where there is no network.</summary>
    public string? Protocol => link.Protocol;

    /// <summary>Cause and words of the broker's last refusal; null where there was none.</summary>
    public (BrokerCause Cause, string Text)? Refusal => link.LastRefusal is { } text ? (link.RefusalCause, text) : null;

    /// <summary>Writes down what rovers said last before they were lost; null: this host only looks.</summary>
    public LastWords? LastWords { get; init; }

    /// <summary>Says nothing to rovers any more: another host commands them.</summary>
    public bool IsSilent { get; set; }

    /// <summary>How <see cref="Poll"/> makes a lost connection again, once a second; null: its owner does.</summary>
    public LinkOptions? Reconnect { get; init; }

    /// <summary>A plan frame came: rover, frame. The frame is reused; copy what is kept.</summary>
    public event Action<string, PlanFrame>? PlanReceived;

    public event Action<string, TelemetryFrame>? TelemetryReceived;

    /// <summary>A rover's state came; see its presence in the roster.</summary>
    public event Action<RoverPresence>? StateReceived;

    public event Action<string, ReportedParameters>? Reported;

    /// <summary>A rover's word on its program came.</summary>
    public event Action<string, ReportedProgram>? ProgramReported;

    /// <summary>A rover that nobody knew has taken its settings (ok), or says why not.</summary>
    public event Action<string, string>? Adopted;

    /// <summary>A rover's acknowledgement, JSON as it came.</summary>
    public event Action<string, string>? Acknowledged;

    /// <summary>A rover's info came anew: it has just connected.</summary>
    public event Action<string>? Appeared;

    /// <summary>A host says who commands the fleet; the payload is valid during the call.</summary>
    internal event Action<Message>? LeaseReceived;

    /// <summary>Who said last that it commands the fleet, and has not ended since; null: nobody.</summary>
    public LeaseWord? Commander { get; private set; }

    /// <summary>A rover says what cannot be, and is not believed: a sentence for people, each once.</summary>
    public event Action<string>? Doubted;

    /// <summary>Somebody tells the fleet something, or a host answers; topics under <see cref="Topics.HostName"/> and JSON as it came. Only
    /// with <see cref="Hear"/>.</summary>
    public event Action<string, string>? Told;

    /// <summary>What this host shows to whoever looks on, as it says it: the leaf under <see cref="Topics.HostName"/>, JSON.</summary>
    public event Action<string, string>? Shown;

    /// <summary>What this host leaves with the broker, and what one before it has left.</summary>
    public KeptWords Kept { get; }

    /// <summary>What people have turned at the sets of this fleet: laid over every set that is brought to its rovers.</summary>
    public FleetTuning Tuning { get; set; } = new();

    /// <summary>Listens to a leaf under <see cref="Topics.HostName"/> besides, from now on or from <see cref="Subscribe()"/> on.</summary>
    public void Hear(string leaf)
    {
        if (topics.Hear(leaf) is { } filter)
            link.BeginSubscribe(filter, QualityOfService.AtLeastOnce);
    }

    /// <summary>Hears how rovers move, from now on or from <see cref="Subscribe()"/> on.</summary>
    public void HearMotion()
    {
        if (topics.HearMotion(LooksOn) is { } filter)
            link.BeginSubscribe(filter, QualityOfService.AtMostOnce);
    }

    /// <summary>Hears what only somebody who looks on needs: motion frames, commands, and all that hosts say.</summary>
    public bool LooksOn { get; init; }

    /// <summary>Where a rover is and how it moves: rover, frame. The frame is reused. Only with <see cref="LooksOn"/> or
    /// <see cref="HearMotion"/>.</summary>
    public event Action<string, MotionFrame>? MotionReceived;

    /// <summary>A command went to a rover, from whatever host: rover, number of the frame. Only with <see cref="LooksOn"/>.</summary>
    public event Action<string, uint>? CommandSeen;

    /// <summary>Something was said under <see cref="Topics.HostName"/>: leaf, and the payload, which is valid during the call. Only with
    /// <see cref="LooksOn"/>.</summary>
    public event Action<string, byte[]>? HostSaid;

    /// <summary>Shows the world of a mission to whoever looks on, where it is another than before; taken away with the session.</summary>
    /// <param name="json">As <c>host/scene</c> in <c>mae describe</c>.</param>
    public void Show(string json)
    {
        if (Kept.Keep(Topics.Scene, json))
            Shown?.Invoke(Topics.Scene, json);
    }

    /// <summary>Says where a mission has come to; whoever does not hear it waits for the next.</summary>
    public bool ShowProgress(string json)
    {
        Shown?.Invoke(Topics.Progress, json);
        return link.TryPublish(
            Topics.Of(Fleet, Topics.HostName, Topics.Progress), Encoding.UTF8.GetBytes(json), QualityOfService.AtMostOnce, retain: false);
    }

    /// <summary>Says something to whoever listens under <see cref="Topics.HostName"/>.</summary>
    public bool Tell(string leaf, string json) =>
        link.TryPublish(Topics.Of(Fleet, Topics.HostName, leaf), Encoding.UTF8.GetBytes(json), QualityOfService.AtLeastOnce, retain: false);

    /// <summary>Subscribes to the fleet; call after every (re)connection.</summary>
    public void Subscribe() => Subscribe(link.Subscribe);

    private void Subscribe(Action<string, QualityOfService> subscribe)
    {
        Kept.KeepAgain();
        topics.Subscribe(subscribe, LooksOn);
        // RabbitMQ gives what it kept to whoever names the topic, and to no filter with a wildcard in it.
        if (link.Protocol == IMessageLink.Protocol311)
            topics.Name(link.BeginSubscribe, LookedFor ?? Members ?? Enumerable.Empty<string>());
    }

    /// <summary>Takes a session number for each rover, above what that rover reports. Poll for a moment after <see cref="Subscribe()"/>
    /// first.</summary>
    public void BeginEpoch()
    {
        hasBegun = true;
        foreach (var rover in roster.Values)
            rover.Address.Begin();
    }

    /// <summary>The session number that this rover is addressed with; 0 before <see cref="BeginEpoch"/>.</summary>
    public uint EpochOf(string rover) => roster.TryGetValue(rover, out var presence) ? presence.Address.Value : hasBegun ? 1u : 0u;

    /// <summary>Takes every waiting message.</summary>
    /// <param name="nowUs">Host time, microseconds, monotonic.</param>
    public void Poll(long nowUs)
    {
        NowUs = nowUs;
        KeepConnected();
        while (link.TryReceive(out var message))
        {
            MessagesReceived++;
            if (Topics.TrySplit(message.Topic, Fleet, out var rover, out var leaf))
            {
                if (rover == Topics.HostName && LooksOn)
                    HostSaid?.Invoke(leaf, message.Payload);
                if (rover == Topics.HostName && leaf == Topics.Lease)
                    HearLease(message);
                else if (rover == Topics.HostName && topics.Hears(leaf) && KeptWords.Holds(leaf))
                    Kept.Hear(leaf, message.Payload);
                else if (rover == Topics.HostName && topics.Hears(leaf) && !message.Retained)
                    Told?.Invoke(leaf, Encoding.UTF8.GetString(message.Payload));
                else if (Belongs(rover) && !(LooksOn && rover == Topics.HostName))
                    Dispatch(message, Presence(rover), leaf, nowUs);
                else if (rover != Topics.HostName)
                    StrangersRefused++;
            }

            link.Recycle(message);
        }
    }

    private void HearLease(Message message)
    {
        if (LeaseWord.TryRead(message.Payload) is { } word && word.Says != LeaseWord.Asks)
            Commander = word.Says == LeaseWord.Claims ? word : null;
        LeaseReceived?.Invoke(message);
    }

    public bool WaitForMessage(TimeSpan timeout) => link.WaitForMessage(timeout);

    /// <summary>Seals the frame written by <paramref name="write"/> and publishes it.</summary>
    public bool Send(string rover, string leaf, FrameKind kind, Func<byte[], int, int> write, bool retain = false, bool atLeastOnce = false)
    {
        if (IsSilent)
            return false;
        var sent = link.TryPublish(
            Topics.Of(Fleet, rover, leaf), Seal(rover, kind, write),
            atLeastOnce ? QualityOfService.AtLeastOnce : QualityOfService.AtMostOnce, retain);
        MessagesSent += sent ? 1 : 0;
        return sent;
    }

    /// <summary>Publishes bytes that are no frame to a rover, once.</summary>
    public bool Post(string rover, string leaf, byte[] payload) =>
        link.TryPublish(Topics.Of(Fleet, rover, leaf), payload, QualityOfService.AtLeastOnce, retain: false);

    /// <summary>A frame as <see cref="Send"/> would send it; valid until the next one.</summary>
    public ReadOnlySpan<byte> Seal(string rover, FrameKind kind, Func<byte[], int, int> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        sequence++;
        // What moves a rover is signed for the life that it is in; a rover that has not said which gets what it will refuse, and hears it
        // again.
        var isOrder = kind is FrameKind.Command or FrameKind.Dual or FrameKind.Pose;
        var tag = Keys is not null && isOrder ? roster.GetValueOrDefault(rover)?.TagFor(Keys, Fleet) : null;
        return buffer.AsSpan(0, FrameCodec.Seal(buffer, kind, EpochOf(rover), sequence, 0, write(buffer, FrameCodec.HeaderBytes), tag));
    }

    internal void SayLease(byte[] word, bool retain) =>
        link.TryPublish(HostLease.TopicOf(Fleet), word, QualityOfService.AtLeastOnce, retain);

    public bool Command(string rover, RoverCommand command, uint tick = 0)
    {
        var frame = new CommandFrame { Command = command, Tick = tick };
        var sent = Send(rover, Topics.Command, FrameKind.Command, frame.Write, atLeastOnce: true);
        if (sent && roster.TryGetValue(rover, out var presence))
            presence.CommandSequence = sequence;
        return sent;
    }

    public void Dispose()
    {
        Kept.Close();
        link.Dispose();
    }

    private void KeepConnected()
    {
        if (link.IsConnected)
        {
            if (link.Protocol == IMessageLink.Protocol311)
                Doubt("The broker speaks MQTT 3.1.1: what it refuses it does not say, so only what rovers report counts.");
            if (isLost)
                Subscribe(link.BeginSubscribe);
            isLost = false;
            return;
        }

        if (Reconnect is null || (isLost && NowUs - attemptedUs < ReconnectUs))
            return;
        isLost = true;
        attemptedUs = NowUs;
        link.BeginConnect(Reconnect);
    }

    /// <summary>Tells people once, when somebody listens.</summary>
    internal void Doubt(string what)
    {
        if (Doubted is { } tell && doubted.Add(what))
            tell(what);
    }

    private bool Belongs(string rover) => Members?.Contains(rover) ?? (roster.Count < RosterCapacity || roster.ContainsKey(rover));

    private RoverPresence Presence(string rover)
    {
        if (roster.TryGetValue(rover, out var presence))
            return presence;
        roster.Add(rover, presence = new RoverPresence(rover));
        if (hasBegun)
            presence.Address.Begin();
        return presence;
    }

    private void Dispatch(Message message, RoverPresence rover, string leaf, long nowUs)
    {
        if (!message.Retained)
            rover.LastHeardUs = nowUs;
        if (leaf == Topics.State && LastWords?.Hear(message) is { } word)
            link.TryPublish(word.Topic, word.Payload, QualityOfService.AtLeastOnce, word.Retained);

        switch (leaf)
        {
            case Topics.State when message.Payload.AsSpan().SequenceEqual(LostText):
                // The last will of a board whose client takes a will as text only: its number is the one that the rover's info names.
                rover.Mode = Safety.RoverMode.Lost;
                rover.Frames.End((uint)(rover.BootCount ?? 0));
                break;
            case Topics.State when frames.IsState(message):
                TakeState(rover, message.Retained);
                break;
            case Topics.Plan when frames.IsPlan(message) && rover.Frames.Accept(frames.Header, frames.Plan.Tick, nowUs):
                if (PlanCheck?.Refuses(this, rover.Name, frames.Plan) != true)
                    PlanReceived?.Invoke(rover.Name, frames.Plan);
                break;
            case Topics.Telemetry when frames.IsTelemetry(message):
                TelemetryReceived?.Invoke(rover.Name, frames.Telemetry);
                break;
            case Topics.Motion when (LooksOn || topics.HearsMotion) && frames.IsMotion(message):
                rover.Interventions = frames.Motion.Interventions;
                MotionReceived?.Invoke(rover.Name, frames.Motion);
                break;
            case Topics.Command when LooksOn && frames.Opens(message, FrameKind.Command):
                CommandSeen?.Invoke(rover.Name, frames.Header.Sequence);
                break;
            case Topics.Desired when message.Retained && frames.Opens(message, FrameKind.Desired):
                rover.Address.Retain(frames.Header.Epoch);
                break;
            case Topics.Info:
                rover.Info = Encoding.UTF8.GetString(message.Payload);
                if (!message.Retained)
                    rover.Connected();
                Appeared?.Invoke(rover.Name);
                break;
            case Topics.Reported when ReportedParameters.TryParse(message.Payload) is { } reported:
                rover.Reported = reported;
                Reported?.Invoke(rover.Name, reported);
                break;
            case Topics.ProgramReported when ReportedProgram.TryParse(message.Payload) is { } program:
                rover.Program = program;
                ProgramReported?.Invoke(rover.Name, program);
                break;
            case Topics.Last when LastWord.TryRead(message.Payload) is { } last:
                rover.LastWord = last;
                break;
            case Topics.Adopted when !message.Retained:
                Adopted?.Invoke(rover.Name, Encoding.UTF8.GetString(message.Payload));
                break;
            case Topics.Acknowledge:
                var answer = Encoding.UTF8.GetString(message.Payload);
                rover.Answer(answer);
                Acknowledged?.Invoke(rover.Name, answer);
                break;
            default:
                break;
        }
    }

    private void TakeState(RoverPresence rover, bool isRetained)
    {
        if (!rover.Take(frames.State, frames.Header.Epoch, isRetained ? null : NowUs))
            return;
        rover.Address.Hear(frames.State.CoordinatorEpoch);
        if (!rover.Address.IsBelieved)
            Doubt($"{rover.Name} says that it obeys a coordinator of a number that none has; it is addressed as before");
        StateReceived?.Invoke(rover);
    }
}
