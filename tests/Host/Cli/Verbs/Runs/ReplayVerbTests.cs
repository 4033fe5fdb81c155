using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Runs;

public sealed class ReplayVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae replay ").FullName;
    private readonly MqttNetBroker broker = MqttNetBroker.Start();

    private string Address => $"127.0.0.1:{broker.Port}";

    public void Dispose()
    {
        broker.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_replay_is_seen_as_live_and_leaves_nobody_behind()
    {
        var run = await CliRun.Of("run", "formation", "--shape", "line", "--rovers", "3", "--periods", "40", "--in-process", "--speed", "0",
            "--runs", folder, "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        using var link = LinkFactory.Choose().Create();
        link.Connect(new LinkOptions { ClientId = "watcher", Port = broker.Port });
        link.Subscribe("mae/1/+/+/#", QualityOfService.AtLeastOnce);

        // Eight seconds of the record in four.
        var replay = CliRun.Of("replay", "latest", "--broker", Address, "--fleet", "again", "--speed", "2", "--runs", folder, "--json");
        var status = await Until(() => CliRun.Of("status", "--broker", Address, "--fleet", Fleet(), "--timeout", "1", "--json"),
            seen => seen.Json.GetProperty("rovers_there").GetInt32() == 3);
        var rover = status.Json.GetProperty("rovers")[1];
        Assert.Equal("running", rover.GetProperty("mode").GetString());
        Assert.Equal(1, rover.GetProperty("parameter_version").GetInt32());
        Assert.Equal("velocity_x_m_s", rover.GetProperty("state_names")[2].GetString());
        var said = await replay;
        Assert.True(said.Code == ExitCode.Ok, said.Error);
        Assert.Equal(["rover-1", "rover-2", "rover-3"], said.Json.GetProperty("rovers").EnumerateArray().Select(one => one.GetString()));

        var heard = new List<Message>();
        while (link.WaitForMessage(TimeSpan.FromMilliseconds(500)) && link.TryReceive(out var message))
            heard.Add(message with { Payload = [.. message.Payload] });
        using var record = McapReader.Open(Path.Combine(run.Json.GetProperty("run_dir").GetString()!, RunRecord.FileName));
        // The very bytes, in their order, of each topic; at the end each is lost, and nothing is kept.
        var frames = record.Read(channel => channel.Topic == "mae/1/s1/rover-2/tele").Select(message => Convert.ToHexString(message.Data));
        Assert.Equal(frames, heard.Where(one => one.Topic == "mae/1/again/rover-2/tele").Select(one => Convert.ToHexString(one.Payload)));
        Assert.DoesNotContain(heard, one => one.Topic.EndsWith("/cmd", StringComparison.Ordinal)
            || one.Topic.EndsWith("/dual", StringComparison.Ordinal) || one.Topic.Contains("/param/desired", StringComparison.Ordinal));
        var scene = heard.First(one => one.Topic == "mae/1/again/host/scene");
        Assert.Contains("\"path\"", Encoding.UTF8.GetString(scene.Payload), StringComparison.Ordinal);
        Assert.DoesNotContain("\"order\"", Encoding.UTF8.GetString(scene.Payload), StringComparison.Ordinal);
        Assert.Equal(40, heard.Count(one => one.Topic == "mae/1/again/host/progress"));
        using var later = LinkFactory.Choose().Create();
        later.Connect(new LinkOptions { ClientId = "later", Port = broker.Port });
        later.Subscribe("mae/1/again/#", QualityOfService.AtLeastOnce);
        Assert.False(later.WaitForMessage(TimeSpan.FromMilliseconds(500)), "nothing of the rovers is kept");
    }

    [Fact]
    public async Task Rovers_that_are_there_are_not_spoken_over()
    {
        var run = await CliRun.Of("run", "formation", "--periods", "40", "--in-process", "--speed", "0", "--runs", folder, "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var rovers = CliRun.Of(end.Token, "sim", "--broker", Address);
        await Until(() => CliRun.Of("status", "--broker", Address, "--timeout", "1", "--json"),
            seen => seen.Json.GetProperty("rovers_there").GetInt32() == 3);
        var replay = await CliRun.Of("replay", "latest", "--broker", Address, "--runs", folder, "--json");
        Assert.Equal((ExitCode.Rejected, "MAE577"), (replay.Code, replay.Json.GetProperty("error").GetProperty("code").GetString()));
        await end.CancelAsync();
        await rovers;
    }

    [Fact]
    public async Task A_fleet_that_others_run_is_recorded()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var rovers = CliRun.Of(end.Token, "sim", "--broker", Address);
        await Until(() => CliRun.Of("status", "--broker", Address, "--timeout", "1", "--json"),
            seen => seen.Json.GetProperty("rovers_there").GetInt32() == 3);
        var said = await CliRun.Of("record", "--broker", Address, "--seconds", "4", "--runs", folder, "--json");
        await end.CancelAsync();
        await rovers;
        Assert.True(said.Code == ExitCode.Ok, said.Error);
        Assert.Equal(3, said.Json.GetProperty("rovers").GetArrayLength());
        using var record = McapReader.Open(said.Json.GetProperty("record").GetString()!);
        Assert.Equal("wall", record.Metadata(RunRecord.About)!.Single(pair => pair.Key == "clock").Value);
        Assert.Equal(["rover-1", "rover-2", "rover-3"], RecordTable.Of(record).Select(table => table.Name).Order());
        Assert.All(RecordTable.Of(record), table => Assert.NotEmpty(table.Rows()));
        Assert.Contains(record.Channels, channel => channel.Topic == "mae/1/s1/rover-1/info");
    }

    private string Fleet()
    {
        var file = Path.Combine(folder, "again.yaml");
        if (!File.Exists(file))
            File.WriteAllText(file, "fleet: again\nrovers:\n  - { name: rover-1 }\n  - { name: rover-2 }\n  - { name: rover-3 }\n");
        return file;
    }

    private static async Task<CliRun> Until(Func<Task<CliRun>> ask, Func<CliRun, bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var answer = await ask();
            if (answer.Output.Contains("rovers_there", StringComparison.Ordinal) && holds(answer))
                return answer;
        }
    }
}
