using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Host.Web.Api;
using MultiAgentEdge.Tests.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Web.Api;

public sealed class RecordedDriveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_run_is_played_back_from_its_record_with_the_world_that_its_host_showed()
    {
        var run = await CliRun.Of("run", "formation", "--shape", "line", "--rovers", "3", "--periods", "40", "--in-process", "--speed", "0",
            "--runs", folder, "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        var drive = RecordedDrive.Of(RecordedRun.Find(new RunCatalog(folder), "latest"));
        var json = drive.ToJson();
        Assert.Equal(["rover-1", "rover-2", "rover-3"], json["names"]!.AsArray().Select(name => name!.ToString()));
        Assert.Equal(40, json["t"]!.AsArray().Count);
        Assert.All(json["poses"]!.AsArray(), frame => Assert.Equal(3, frame!.AsArray().Count));
        Assert.Contains(json["modes"]!.AsArray(), one => one![1]!.ToString() == "rover-2" && one[2]!.ToString() == "running");
        var scene = json["scenes"]![0]![1]!;
        Assert.Equal(("formation", "line"), (scene["mission"]!.ToString(), scene["shape"]!["name"]!.ToString()));
        var signal = json["signals"]!.AsArray().Select(name => name!.ToString()).First(name => name == "x_m");
        var curves = drive.Signal(signal);
        Assert.Equal(["rover-1", "rover-2", "rover-3"], curves["values"]!.AsObject().Select(one => one.Key));
        Assert.All(curves["values"]!.AsObject(), one => Assert.Equal(curves["t"]!.AsArray().Count, one.Value!.AsArray().Count));
        Assert.Empty(drive.Signal("nothing")["values"]!.AsObject());
    }

    [Fact]
    public void Tables_of_their_own_times_are_drawn_over_one_axis_and_worlds_at_theirs()
    {
        var path = Path.Combine(folder, "record.mcap");
        using (var stream = new FileStream(path, FileMode.Create))
        using (var record = new RunRecord(stream))
        {
            foreach (var timeS in new[] { 0.0, 1, 2 })
                record.Row("one", ["time_s", "rover-1.x_m"], [timeS, 10 * timeS]);
            record.Wire("mae/1/lab/host/scene", """{"space":"plane","landmarks_m":[[1,2]]}"""u8.ToArray());
            record.Wire("mae/1/lab/host/scene", "no json"u8.ToArray());
            record.Wire("mae/1/lab/host/scene", []);
            record.Row("two", ["time_s", "rover-2.x_m"], [0.0, 5.0]);
            record.Row("two", ["time_s", "rover-2.x_m"], [2.0, 7.0]);
            record.Complete();
        }

        var drive = RecordedDrive.Of(RecordedRun.Find(new RunCatalog(folder), path));
        var curves = drive.Signal("x_m");
        Assert.Equal([0, 1, 2], curves["t"]!.AsArray().Select(time => time!.GetValue<double>()));
        Assert.Equal([0, 10, 20], curves["values"]!["rover-1"]!.AsArray().Select(value => value!.GetValue<double>()));
        Assert.Equal([5, 6, 7], curves["values"]!["rover-2"]!.AsArray().Select(value => value!.GetValue<double>()));
        Assert.Equal("[[1,2]]", Assert.Single(drive.ToJson()["scenes"]!.AsArray())![1]!["landmarks_m"]!.ToJsonString());
    }

    [Fact]
    public void Where_no_host_showed_its_world_what_was_drawn_is_read_back()
    {
        SceneShape[] shapes =
        [
            new("landmark 1", "landmark") { XM = 1, YM = -1, RadiusM = 0.2 },
            new("obstacle 1", "obstacle") { XM = 2, YM = 0.5, RadiusM = 0.15, Label = "a post" },
            new("wall 1", "wall") { PointsM = [(-1, 2), (1, 2)], ThicknessM = 0.05 },
            new("bounds", "bounds") { PointsM = [(-3, -2), (3, -2), (3, 2), (-3, 2), (-3, -2)] },
            new("path", "path") { PointsM = [(0, 0), (1, 1)] },
            new("rover-1", "rover") { RadiusM = 0.1 },
        ];
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            new FoxgloveJson(writer, 0).Scene(shapes);
        var drawn = new RecordedScene();
        drawn.Take(JsonDocument.Parse(buffer.ToArray()).RootElement);
        var scene = drawn.ToJson();
        Assert.Equal("[[1,-1]]", scene["landmarks_m"]!.ToJsonString());
        Assert.Equal(0.2, scene["landmark_radius_m"]!.GetValue<double>());
        Assert.Equal((2, 0.5, 0.15), Three(Assert.Single(scene["obstacles"]!.AsArray())!, "x_m", "y_m", "radius_m"));
        var wall = Assert.Single(scene["walls"]!.AsArray())!;
        Assert.Equal(("[-1,2]", "[1,2]", 0.05), (wall["from_m"]!.ToJsonString(), wall["to_m"]!.ToJsonString(),
            wall["thickness_m"]!.GetValue<double>()));
        Assert.Equal("[-3,-2,3,2]", scene["bounds_m"]!.ToJsonString());
        Assert.Equal("[[[0,0],[1,1]]]", scene["lines"]!.ToJsonString());
    }

    private static (double, double, double) Three(JsonNode json, string a, string b, string c) =>
        (json[a]!.GetValue<double>(), json[b]!.GetValue<double>(), json[c]!.GetValue<double>());
}
