using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>
/// Looks at a fleet over its broker, and at nothing else: what rovers and hosts say to each other is all that a page shows, so it shows
/// fleets that others drive, simulated ones and records that are played again alike. A thread of its own reads; pages get what has changed
/// twenty times a second. It says nothing to anybody unless it is told to: a stop, or what a person asks for.
/// </summary>
public sealed class FleetWatch : IDisposable
{
    private const long MoveUs = 50_000;
    private const long SampleUs = 100_000;
    private const long TileUs = 500_000;
    private const long StopTellUs = 2_000_000;
    private const int EventsKept = 400;

    /// <summary>Three minutes.</summary>
    private const int SamplesKept = 1800;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly long started = Stopwatch.GetTimestamp();
    private readonly WatchedFleet fleet;
    private readonly IMessageLink link;
    private readonly FleetSession session;
    private readonly FleetStop stop;
    private readonly HashSet<string> members;
    private readonly Lock gate = new();
    private readonly List<WatchedRover> rovers = [];
    private readonly Dictionary<string, WatchedRover> byName = new(StringComparer.Ordinal);
    private readonly SignalHistory history = new(SamplesKept);
    private readonly List<StreamClient> clients = [];
    private readonly Queue<JsonObject> events = new();
    private readonly ConcurrentQueue<Action> asked = new();
    private readonly TuningWatch tuning = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Thread thread;
    private JsonNode? scene;
    private byte[]? progress;
    private string? lease;
    private string stopText = "";
    private long movedUs;
    private long sampledUs;
    private long tiledUs;
    private long stopUs = -1;

    /// <summary>Connects, and begins to look.</summary>
    /// <param name="waits">A broker that is not there yet is looked for until it is; <see cref="Trouble"/> says so.</param>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    public FleetWatch(WatchedFleet fleet, bool waits = false)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        this.fleet = fleet;
        members = [.. fleet.Rovers];
        link = fleet.Connect();
        var options = fleet.Options with { ClientId = ClientIds.Host(fleet.Fleet, "watch"), Will = null };
        try
        {
            link.Connect(options);
        }
        catch (MessagingException absent) when (
            waits && absent.Cause is (BrokerCause.Refused or BrokerCause.NoAnswer or BrokerCause.NameNotFound))
        {
            Trouble = absent;
        }

        session = new FleetSession(link, fleet.Fleet) { Reconnect = options, LookedFor = fleet.Rovers, Keys = fleet.Keys, LooksOn = true };
        stop = new FleetStop(session);
        foreach (var name in fleet.Rovers)
            Rover(name);
        session.StateReceived += presence => Note(
            presence.Name, Rover(presence.Name).Hear(presence, IsPlane, session.NowUs));
        session.MotionReceived += (name, frame) => Rover(name).Hear(frame, session.NowUs);
        session.TelemetryReceived += (name, frame) => Rover(name).Hear(frame);
        session.CommandSeen += (name, sequence) => Rover(name).Commanded(sequence, session.NowUs);
        session.Acknowledged += (name, text) => Rover(name).Answered(HeardJson.SequenceOf(text), session.NowUs);
        session.Doubted += text => Note("", [("doubt", text)]);
        session.HostSaid += HearHost;
        if (link.IsConnected)
            session.Subscribe();
        thread = new Thread(Run) { IsBackground = true, Name = "watch" };
        thread.Start();
    }

    public string Fleet => fleet.Fleet;

    /// <summary>Why the broker was not there at first; null: it was.</summary>
    public MessagingException? Trouble { get; }

    /// <summary>Time of everything that is sent, ms since this began to look.</summary>
    public long NowMs => NowUs / 1000;

    /// <summary>Whoever drove the fleet in this program has come to the end; for the page.</summary>
    public bool IsOver { get; set; }

    /// <summary>A stop was asked for and is not released.</summary>
    public bool StopStands
    {
        get
        {
            lock (gate)
                return stop.Stands;
        }
    }

    /// <summary>After a stop, as soon as all have confirmed or two seconds have passed: how many have, and who has not.</summary>
    public event Action<int, IReadOnlyList<string>>? Stopped;

    /// <summary>A page has turned a parameter: what the host answered with the change in it, and who the host is.</summary>
    public event Action<JsonObject, string?>? Turned;

    /// <summary>Pages that are open.</summary>
    public int Pages
    {
        get
        {
            lock (gate)
                return clients.Count;
        }
    }

    private long NowUs => Stopwatch.GetElapsedTime(started).Ticks / TimeSpan.TicksPerMicrosecond;

    private bool? IsPlane => scene?["space"] is JsonValue space && space.TryGetValue(out string? name) ? name == "plane" : null;

    /// <summary>A page opens.</summary>
    public StreamClient Open()
    {
        var client = new StreamClient();
        lock (gate)
            clients.Add(client);
        return client;
    }

    public void Close(StreamClient client)
    {
        lock (gate)
            clients.Remove(client);
    }

    /// <summary>All that a page has to know before it is told of changes; what the client has not been sent yet is in it.</summary>
    public byte[] Hello(StreamClient client, JsonObject more)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(more);
        lock (gate)
        {
            client.CatchUp();
            var json = (JsonObject)more.DeepClone();
            json["t"] = NowMs;
            json["fleet"] = fleet.Fleet;
            json["names"] = new JsonArray([.. rovers.Select(rover => (JsonNode)rover.Name)]);
            json["tiles"] = Tiles();
            json["scene"] = scene?.DeepClone();
            json["events"] = new JsonArray([.. events.Select(one => one.DeepClone())]);
            json["signals"] = new JsonArray([.. history.Names.Select(name => (JsonNode)name)]);
            json["stop"] = StopState();
            json["turned"] = tuning.History();
            json["map"] = JsonNode.Parse(WatchFrames.Moves(rovers, NowMs, all: true));
            return WatchFrames.Event("hello", JsonSerializer.SerializeToUtf8Bytes(json));
        }
    }

    /// <summary>Stops every rover that was ever heard of, or one; from anybody who sees a reason.</summary>
    /// <param name="who">For the list of events.</param>
    public void Stop(string who, string? rover = null) => Ask(() =>
    {
        stopUs = session.NowUs;
        stop.Stop(rover is null ? rovers.Select(one => one.Name).ToList() : [rover], session.NowUs);
        Note(rover ?? "", [("person", $"{who}: stop")]);
    });

    /// <summary>Releases what was stopped.</summary>
    public void Release(string who) => Ask(() =>
    {
        stop.Release(rovers.Where(IsStopped).Select(one => one.Name).ToList(), session.NowUs);
        Note("", [("person", $"{who}: release")]);
    });

    /// <summary>Tells the mission something on a topic of its host.</summary>
    public void Tell(string who, string leaf, string json, string words) => Ask(() =>
    {
        session.Tell(leaf, json);
        Note("", [("person", $"{who}: {words}")]);
    });

    /// <summary>Asks the host that drives to turn a parameter, or what it is now; pages hear its answer, or that there is none.</summary>
    /// <param name="asked">A <c>change</c> (<see cref="ParameterChange"/>), or <c>ask</c> with a name.</param>
    /// <returns>What the answer is told by.</returns>
    public string Tune(string who, JsonObject asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var id = Guid.NewGuid().ToString("N")[..12];
        var json = new JsonObject { ["id"] = id, ["who"] = who };
        foreach (var (key, value) in asked)
            json[key] = value?.DeepClone();
        Ask(() =>
        {
            tuning.Expect(id, session.NowUs);
            session.Tell(Topics.Tune, json.ToJsonString());
        });
        return id;
    }

    /// <summary>Signals of rovers after a time, as JSON: <c>t</c> in ms, <c>series</c> by rover and signal.</summary>
    public byte[] Curves(long sinceMs, IReadOnlyList<string> signals, IReadOnlyList<string> names, int most)
    {
        lock (gate)
        {
            List<(int Rover, string Name)> wanted =
                [.. names.Where(byName.ContainsKey).SelectMany(name => signals.Select(signal => (byName[name].Index, signal)))];
            var (times, values) = history.After(sinceMs, wanted, most);
            return WatchFrames.Curves(NowMs, times, [.. wanted.Select(one => (rovers[one.Rover].Name, one.Name))], values);
        }
    }

    /// <summary>Names that <see cref="Curves"/> knows by now.</summary>
    public IReadOnlyList<string> Signals()
    {
        lock (gate)
            return [.. history.Names];
    }

    /// <summary>Ends the streams of all pages.</summary>
    public void EndPages()
    {
        lock (gate)
        {
            foreach (var client in clients)
                client.End();
        }
    }

    public void Dispose()
    {
        ended.Cancel();
        thread.Join(TimeSpan.FromSeconds(5));
        EndPages();
        session.Dispose();
        ended.Dispose();
    }

    // On the thread that alone uses the session.
    private void Ask(Action action) => asked.Enqueue(action);

    private void Run()
    {
        while (!ended.IsCancellationRequested)
        {
            lock (gate)
            {
                var nowUs = NowUs;
                session.Poll(nowUs);
                while (asked.TryDequeue(out var action))
                    action();
                stop.Poll(nowUs);
                TellStopped(nowUs);
                Send(nowUs);
            }

            session.WaitForMessage(Tick);
        }
    }

    private void TellStopped(long nowUs)
    {
        if (stopUs < 0 || !stop.Stands || (stop.Unconfirmed.Count > 0 && nowUs - stopUs < StopTellUs))
            return;
        stopUs = -1;
        Stopped?.Invoke(stop.Confirmed.Count, stop.Unconfirmed);
    }

    private void Send(long nowUs)
    {
        if (nowUs - sampledUs >= SampleUs)
        {
            sampledUs = nowUs;
            history.Begin(nowUs / 1000);
            foreach (var rover in rovers)
                RoverSampler.Sample(history, rover, session.Roster.GetValueOrDefault(rover.Name), nowUs);
        }

        foreach (var id in tuning.Unanswered(nowUs))
            Offer("tuned", JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["is_silent"] = true }));
        if (nowUs - tiledUs >= TileUs)
        {
            tiledUs = nowUs;
            FindLost();
            Offer("tiles", JsonSerializer.SerializeToUtf8Bytes(Tiles()));
        }

        if (nowUs - movedUs < MoveUs)
            return;
        movedUs = nowUs;
        var stopNow = StopState().ToJsonString();
        if (stopNow != stopText)
            Offer("stop", System.Text.Encoding.UTF8.GetBytes(stopText = stopNow));
        if (rovers.Exists(rover => rover.HasMoved))
            Offer("move", WatchFrames.Moves(rovers, nowUs / 1000, all: false));
        if (progress is { } said)
            Offer("progress", said);
        progress = null;
    }

    private void Offer(string name, byte[] json)
    {
        if (clients.Count == 0)
            return;
        var message = WatchFrames.Event(name, json);
        foreach (var client in clients)
            client.Offer(message);
    }

    private WatchedRover Rover(string name)
    {
        if (byName.TryGetValue(name, out var rover))
            return rover;
        byName[name] = rover = new WatchedRover(name, rovers.Count, !members.Contains(name));
        rovers.Add(rover);
        return rover;
    }

    private void FindLost()
    {
        foreach (var presence in session.Roster.Values)
        {
            var rover = Rover(presence.Name);
            if (presence.Mode != RoverMode.Lost)
                continue;
            if (presence.LastWord is { } word)
                rover.Recall(word.State);
            if (rover.Lose())
                Note(presence.Name, [("lost", "lost")]);
        }
    }

    private bool IsStopped(WatchedRover rover) =>
        session.Roster.GetValueOrDefault(rover.Name)?.Mode is RoverMode.EmergencyStop or RoverMode.Lost;

    private JsonObject Tiles()
    {
        var tiles = WatchFrames.Tiles(rovers, session, lease, NowUs, link.Dropped);
        tiles["over"] = IsOver;
        return tiles;
    }

    private JsonObject StopState() => new()
    {
        ["stands"] = stop.Stands,
        ["releasing"] = stop.IsReleasing,
        ["confirmed"] = new JsonObject(
            stop.Confirmed.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)Math.Round(one.Value, 3)))),
        ["unconfirmed"] = new JsonArray([.. stop.Unconfirmed.Select(name => (JsonNode)name)]),
    };

    private void HearHost(string leaf, byte[] payload)
    {
        switch (leaf)
        {
            case Topics.Scene:
                scene = HeardJson.Parse(payload);
                if (IsPlane == true)
                    rovers.ForEach(rover => rover.LeaveLane());
                Offer("scene", JsonSerializer.SerializeToUtf8Bytes(scene));
                break;
            case Topics.Progress:
                progress = HeardJson.Parse(payload) is { } at ? JsonSerializer.SerializeToUtf8Bytes(at) : progress;
                break;
            case Topics.Lease:
                lease = LeaseWord.TryRead(payload) is { Says: LeaseWord.Claims } word ? word.Text : null;
                break;
            case Topics.Tune:
                if (HeardJson.Parse(payload) is { } turn)
                    tuning.Hear(turn);
                break;
            case Topics.TuneAnswers:
                if (HeardJson.Parse(payload) is { } said && tuning.Answer(said, NowMs) is { } turned)
                {
                    Offer("tuned", JsonSerializer.SerializeToUtf8Bytes(turned));
                    if (turned is { } done && HeardJson.IsTrue(done["by_page"]) && HeardJson.IsTrue(done["taken"]) && done["change"] is not null)
                        Turned?.Invoke(done, lease);
                    if (turned["text"] is { } text)
                        Note("", [(turned["taken"]?.GetValue<bool>() == true ? "turned" : "refused", $"{turned["who"]}: {text}")]);
                }

                break;
            case Topics.OrderAnswers:
                if (HeardJson.Parse(payload) is { } answer)
                {
                    var isTaken = answer["taken"] is JsonValue taken && taken.TryGetValue(out bool yes) && yes;
                    Note("", [(isTaken ? "taken" : "refused", isTaken ? "the mission took it" : $"{answer["code"]} {answer["what"]}")]);
                    Offer("answer", JsonSerializer.SerializeToUtf8Bytes(answer));
                }

                break;
            default:
                break;
        }
    }

    private void Note(string rover, IEnumerable<(string Kind, string Text)> what)
    {
        foreach (var (kind, text) in what)
        {
            var one = new JsonObject { ["t"] = NowMs, ["rover"] = rover, ["kind"] = kind, ["text"] = NameTextShort(text) };
            events.Enqueue(one);
            if (events.Count > EventsKept)
                events.Dequeue();
            Offer("event", JsonSerializer.SerializeToUtf8Bytes(one));
            // What has changed is seen at once.
            tiledUs = 0;
        }
    }

    private static string NameTextShort(string text) => text.Length <= 300 ? text : text[..300];
}
