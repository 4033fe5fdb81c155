using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
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
public sealed class FleetWatch : IWatched
{
    private const long MoveUs = 50_000;
    private const long SampleUs = 100_000;
    private const long TileUs = 500_000;

    /// <summary>Three minutes.</summary>
    private const int SamplesKept = 1800;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly long started = Stopwatch.GetTimestamp();
    private readonly WatchedFleet fleet;
    private readonly IMessageLink link;
    private readonly FleetSession session;
    private readonly StopDesk stop;
    private readonly HashSet<string> members;
    private readonly Lock gate = new();
    private readonly List<WatchedRover> rovers = [];
    private readonly Dictionary<string, WatchedRover> byName = new(StringComparer.Ordinal);
    private readonly SignalHistory history = new(SamplesKept);
    private readonly OpenPages pages = new();
    private readonly WatchEvents events;
    private readonly HostWords host;
    private readonly ConcurrentQueue<Action> asked = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Thread thread;
    private string stopText = "";
    private long movedUs;
    private long sampledUs;
    private long tiledUs;

    /// <summary>What bring-ups of these rovers found; null: nothing is kept of them.</summary>
    public CheckBook? Checks { get; set; }

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
        events = new WatchEvents(pages, () => NowMs);
        host = new HostWords(pages, events, () => NowMs);
        host.SceneChanged += () =>
        {
            if (host.IsPlane == true)
                rovers.ForEach(rover => rover.LeaveLane());
        };
        host.Turned += (change, who) => Turned?.Invoke(change, who);
        stop = new StopDesk(session);
        stop.Told += (confirmed, missing) => Stopped?.Invoke(confirmed, missing);
        stop.NotArmed += names => names.ToList().ForEach(name => events.Note(name, "refused", "is not armed: see its faults"));
        foreach (var name in fleet.Rovers)
            Rover(name);
        session.StateReceived += presence =>
        {
            foreach (var (kind, text) in Rover(presence.Name).Hear(presence, host.IsPlane, session.NowUs))
                events.Note(presence.Name, kind, text);
        };
        session.MotionReceived += (name, frame) => Rover(name).Hear(frame, session.NowUs);
        session.TelemetryReceived += (name, frame) => Rover(name).Hear(frame);
        session.CommandSeen += (name, sequence) => Rover(name).Commanded(sequence, session.NowUs);
        session.Acknowledged += (name, text) => Rover(name).Answered(HeardJson.SequenceOf(text), session.NowUs);
        session.Doubted += text => events.Note("", "doubt", text);
        session.HostSaid += host.Hear;
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

    /// <summary>Rovers that were stopped and released wait for a person to arm them.</summary>
    public bool AwaitsArming
    {
        get
        {
            lock (gate)
                return stop.AwaitsArming;
        }
    }

    /// <summary>After a stop, as soon as all have confirmed or two seconds have passed: how many have, and who has not.</summary>
    public event Action<int, IReadOnlyList<string>>? Stopped;

    /// <summary>A page has turned a parameter: what the host answered with the change in it, and who the host is.</summary>
    public event Action<JsonObject, string?>? Turned;

    public int Pages => pages.Count;

    private long NowUs => Stopwatch.GetElapsedTime(started).Ticks / TimeSpan.TicksPerMicrosecond;

    public StreamClient Open() => pages.Open();

    public void Close(StreamClient client) => pages.Close(client);

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
            json["scene"] = host.Scene?.DeepClone();
            json["events"] = events.ToJson();
            json["signals"] = new JsonArray([.. history.Names.Select(name => (JsonNode)name)]);
            json["stop"] = stop.ToJson();
            json["turned"] = host.Changes();
            json["map"] = JsonNode.Parse(WatchFrames.Moves(rovers, NowMs, all: true));
            return WatchFrames.Event("hello", JsonSerializer.SerializeToUtf8Bytes(json));
        }
    }

    /// <summary>Stops every rover that was ever heard of, or one; from anybody who sees a reason.</summary>
    /// <param name="who">For the list of events.</param>
    public void Stop(string who, string? rover = null) => Ask(() =>
    {
        stop.Stop(rover is null ? rovers.Select(one => one.Name).ToList() : [rover]);
        events.NotePerson(who, "stop", rover);
    });

    /// <summary>Releases what was stopped: it is then disarmed.</summary>
    public void Release(string who) => Ask(() =>
    {
        stop.Release(rovers.Where(IsStopped).Select(one => one.Name).ToList());
        events.NotePerson(who, "release");
    });

    /// <summary>Arms what was stopped and released; a mission that drives starts it.</summary>
    public void Arm(string who) => Ask(() =>
    {
        stop.Arm();
        events.NotePerson(who, "arm");
    });

    /// <summary>Tells the mission something on a topic of its host.</summary>
    public void Tell(string who, string leaf, string json, string words) => Ask(() =>
    {
        session.Tell(leaf, json);
        events.NotePerson(who, words);
    });

    /// <summary>Asks the host that drives to turn a parameter, or what it is now; pages hear its answer, or that there is none.</summary>
    /// <param name="asked">A <c>change</c> (<see cref="Coordination.Tuning.ParameterChange"/>), or <c>ask</c> with a name.</param>
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
            host.Expect(id, session.NowUs);
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

    public void EndPages() => pages.End();

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
                Send(nowUs);
            }

            session.WaitForMessage(Tick);
        }
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

        host.Send(nowUs);
        // What has changed is seen at once.
        if (nowUs - tiledUs >= TileUs || events.IsNew)
        {
            (tiledUs, events.IsNew) = (nowUs, false);
            FindLost();
            pages.Offer("tiles", () => JsonSerializer.SerializeToUtf8Bytes(Tiles()));
        }

        if (nowUs - movedUs < MoveUs)
            return;
        movedUs = nowUs;
        var stopNow = stop.ToJson().ToJsonString();
        if (stopNow != stopText)
        {
            stopText = stopNow;
            pages.Offer("stop", () => Encoding.UTF8.GetBytes(stopText));
        }

        if (rovers.Exists(rover => rover.HasMoved))
        {
            var moves = WatchFrames.Moves(rovers, nowUs / 1000, all: false);
            pages.Offer("move", () => moves);
        }

        host.SendProgress();
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
                events.Note(presence.Name, "lost", "lost");
        }
    }

    private bool IsStopped(WatchedRover rover) =>
        session.Roster.GetValueOrDefault(rover.Name)?.Mode is RoverMode.EmergencyStop or RoverMode.Lost;

    private JsonObject Tiles()
    {
        var tiles = WatchFrames.Tiles(rovers, session, host.Lease, NowUs, link.Dropped);
        tiles["over"] = IsOver;
        foreach (var tile in tiles["rovers"]!.AsArray())
            tile!["checked"] = Checks?.Line((string)tile["name"]!);
        return tiles;
    }
}
