using System.Text;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Web.Live;
using MultiAgentEdge.Tests.Host.Missions.Coverage.Coordination;

namespace MultiAgentEdge.Tests.Host.Web.Live;

/// <summary>A fleet that a verb drives is stopped by a person, released, armed, and drives on with its mission.</summary>
public sealed class StopAndGoOnTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("formation", "--shape", "triangle", "--rovers", "3", "--periods", "100000", "--speed", "8")]
    [InlineData("formation", "--periods", "100000", "--speed", "8")]
    [InlineData("coverage", "--agents", "3", "--seconds", "86400", "--speed", "8", "--policy", "ACTOR")]
    public async Task The_mission_goes_on_when_a_person_has_armed_them_and_not_before(string mission, params string[] more)
    {
        var actor = Path.Combine(folder, "actor.set");
        File.WriteAllBytes(actor, CoverageParameterSet.Build(CoverageParameterSetTests.Policy(seed: 5), [0, 0], 1));
        string[] arguments = ["run", mission, .. more.Select(one => one == "ACTOR" ? actor : one), "--in-process", "--runs", folder];
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        FleetWatch? watch = null;
        Spectators.Follow(fleet => watch ??= new FleetWatch(fleet));
        using var said = new StringWriter();
        var run = Task.Run(() => MaeApp.RunAsync(arguments, said, said, cancel.Token), CancellationToken.None);
        try
        {
            await AwaitAsync(run, said, () => watch is not null && Count(watch, "running") == 3);
            watch!.Stop("a test");
            await AwaitAsync(run, said, () => Count(watch, "emergency-stop") == 3);
            watch.Release("a test");
            await AwaitAsync(run, said, () => watch.AwaitsArming && Count(watch, "disarmed") == 3);
            // Nobody drives until somebody wants it, however long that takes.
            await Task.Delay(1000, CancellationToken.None);
            Assert.Equal(3, Count(watch, "disarmed"));
            watch.Arm("a test");
            await AwaitAsync(run, said, () => Count(watch, "running") == 3);
            Assert.False(watch.AwaitsArming);
        }
        finally
        {
            await cancel.CancelAsync();
            await run.WaitAsync(Patience, CancellationToken.None);
            watch?.Dispose();
        }
    }

    private static int Count(FleetWatch watch, string mode)
    {
        var client = watch.Open();
        var text = Encoding.UTF8.GetString(watch.Hello(client, []));
        watch.Close(client);
        return JsonNode.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..])!["tiles"]!["rovers"]!.AsArray()
            .Count(rover => rover!["mode"]?.ToString() == mode);
    }

    private static async Task AwaitAsync(Task run, StringWriter said, Func<bool> isSo)
    {
        var limit = DateTime.UtcNow + Patience;
        while (!isSo())
        {
            Assert.False(run.IsCompleted, $"it has ended: {said}");
            Assert.True(DateTime.UtcNow < limit, $"not in time: {said}");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
