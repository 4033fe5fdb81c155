using System.Text;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Web.Live;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Web.Live;

public sealed class FleetWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly InProcessBroker broker = new();
    private readonly SpokenFleet fleet;
    private readonly FleetWatch watch;

    public FleetWatchTests()
    {
        var options = new LinkOptions { ClientId = "x" };
        fleet = new SpokenFleet(new InProcessLink(broker), options, "lab", 3, TimeSpan.FromMilliseconds(20));
        watch = new FleetWatch(new WatchedFleet("lab", ["rover-1", "rover-2"], () => new InProcessLink(broker), options, null));
    }

    public void Dispose()
    {
        watch.Dispose();
        fleet.Dispose();
    }

    [Fact]
    public void It_shows_who_is_there_where_they_are_and_who_does_not_belong()
    {
        var hello = Await(json => json["tiles"]!["rovers"]!.AsArray() is { Count: 3 } rovers
            && rovers.All(rover => rover!["mode"]!.ToString() == "running" && rover["speed_m_s"] is not null)
            && json["map"]!["r"]!.AsArray().Count == 3);
        var rovers = hello["tiles"]!["rovers"]!.AsArray();
        Assert.Equal([false, false, true], rovers.Select(rover => rover!["is_stranger"]!.GetValue<bool>()));
        Assert.Equal(7.4, rovers[0]!["battery_v"]!.GetValue<double>(), 3);
        Assert.Equal(-61, rovers[0]!["signal_dbm"]!.GetValue<int>());
        var first = hello["map"]!["r"]![0]!.AsArray();
        Assert.Equal(1, Math.Sqrt(Math.Pow(first[1]!.GetValue<double>(), 2) + Math.Pow(first[2]!.GetValue<double>(), 2)), 3);
    }

    [Fact]
    public void A_tile_says_what_the_last_bring_up_of_its_rover_found()
    {
        var folder = Directory.CreateTempSubdirectory("mae checks ").FullName;
        var book = CheckBook.Of(Path.Combine(folder, "lab.yaml"))!;
        book.Keep("rover-2", new JsonObject { ["at"] = "2026-07-30T10:00:00Z", ["failed"] = new JsonArray("gyroscope") });
        Directory.Delete(folder, recursive: true);
        watch.Checks = book;
        var rovers = Await(json => json["tiles"]!["rovers"]!.AsArray().Count == 3)["tiles"]!["rovers"]!.AsArray();
        Assert.Equal([null, "gyroscope 2026-07-30", null], rovers.Select(rover => rover!["checked"]?.ToString()));
    }

    [Fact]
    public void A_stop_is_confirmed_by_each_names_who_is_deaf_and_stands_until_it_is_released()
    {
        Await(json => json["tiles"]!["rovers"]!.AsArray().Count == 3);
        fleet.Deaf = 1;
        watch.Stop("a test");
        var stop = Await(json => json["stop"]!["confirmed"]!.AsObject().Count == 2)["stop"]!;
        Assert.Equal(["rover-2"], stop["unconfirmed"]!.AsArray().Select(name => name!.ToString()));
        Assert.True(stop["stands"]!.GetValue<bool>());
        // It stands: who hears again is stopped then.
        fleet.Deaf = -1;
        Await(json => json["stop"]!["confirmed"]!.AsObject().Count == 3);
        Assert.True(fleet.IsStopped(1));
        watch.Release("a test");
        Await(json => !json["stop"]!["stands"]!.GetValue<bool>() && json["stop"]!["confirmed"]!.AsObject().Count == 3);
        Assert.False(fleet.IsStopped(0) || fleet.IsStopped(1) || fleet.IsStopped(2));
        // Released is not armed: that is asked for by itself, and one that does not hear is named.
        stop = Await(json => json["stop"]!["waiting"]!.AsArray().Count == 3);
        Assert.False(fleet.IsDriving(0) || fleet.IsDriving(1) || fleet.IsDriving(2));
        fleet.Deaf = 1;
        watch.Arm("a test");
        stop = Await(json => json["stop"]!["waiting"]!.AsArray().Count == 1);
        Assert.Equal("rover-2", stop["stop"]!["waiting"]![0]!.ToString());
        Assert.True(fleet.IsDriving(0) && fleet.IsDriving(2));
        Await(json => json["events"]!.AsArray().Any(one => one!["rover"]!.ToString() == "rover-2" && one["kind"]!.ToString() == "refused"));
        fleet.Deaf = -1;
        watch.Arm("a test");
        Await(json => !watch.AwaitsArming);
        Assert.True(fleet.IsDriving(1));
    }

    [Fact]
    public void What_hosts_say_is_handed_on_where_it_is_json_and_not_taken_for_a_rover()
    {
        using var host = new InProcessLink(broker);
        host.Connect(new LinkOptions { ClientId = "host" });
        void Say(string leaf, string text) => host.TryPublish(
            Topics.Of("lab", Topics.HostName, leaf), Encoding.UTF8.GetBytes(text), QualityOfService.AtLeastOnce,
            retain: leaf == Topics.Scene);
        Say(Topics.Scene, "{\"space\": \"plane\"");
        Say("nonsense", "x");
        Say(Topics.Scene, "{\"space\": \"plane\", \"mission\": \"<img>\"}");
        var hello = Await(json => json["scene"] is not null);
        Assert.Equal("<img>", hello["scene"]!["mission"]!.ToString());
        Assert.DoesNotContain("host", hello["names"]!.AsArray().Select(name => name!.ToString()));
        Say(Topics.Scene, "");
        Await(json => json["scene"] is null);
    }

    [Fact]
    public void Curves_go_on_from_where_they_were()
    {
        JsonNode Curves(long since) => JsonNode.Parse(watch.Curves(since, ["motion_speed_m_s", "nothing"], ["rover-1", "nobody"], 100))!;
        JsonNode first;
        do
            first = Curves(-1);
        while (first["t"]!.AsArray().Count < 3);
        Assert.Contains("motion_speed_m_s", watch.Signals());
        Assert.Equal(["rover-1"], first["series"]!.AsObject().Select(one => one.Key));
        Assert.All(first["series"]!["rover-1"]!["nothing"]!.AsArray(), Assert.Null);
        var last = first["t"]!.AsArray()[^1]!.GetValue<long>();
        Assert.DoesNotContain(Curves(last)["t"]!.AsArray(), time => time!.GetValue<long>() <= last);
    }

    // The whole state, as soon as it is as expected.
    private JsonNode Await(Func<JsonNode, bool> expected)
    {
        JsonNode? json = null;
        var client = watch.Open();
        var isSo = SpinWait.SpinUntil(
            () =>
            {
                var text = Encoding.UTF8.GetString(watch.Hello(client, []));
                Thread.Sleep(10);
                json = JsonNode.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..])!;
                return expected(json);
            }, Patience);
        watch.Close(client);
        Assert.True(isSo, json?.ToJsonString());
        return json!;
    }
}
