using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Runs;

/// <summary>Every verb that drives or trains leaves a record; of the same run it has the same bytes, and its table is the run's
/// table.</summary>
public sealed class RecordsOfRunsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae records ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("run formation --shape polygon --rovers 3 --periods 40 --in-process --speed 0", "formation", 3)]
    [InlineData("run formation --periods 40 --in-process --speed 0 --push-second", "formation", 3)]
    [InlineData("run delivery --in-process --iterations 2 --agents 2", "delivery", 2)]
    [InlineData("demo --paper --bodies rover --periods 40 --in-process --speed 0", "formation", 3)]
    public async Task A_simulated_run_has_the_same_record_twice(string line, string table, int rovers) =>
        await Holds(line.Split(' '), table, rovers);

    [Fact]
    public async Task So_has_one_of_coverage_and_its_training_has_its_curves()
    {
        var trained = await Holds("train coverage --episodes 40 --evaluate 4 --actor-units 8".Split(' '), "curves", 0);
        string[] options = "--join 1s --leave 2s --in-process --seconds 3".Split(' ');
        await Holds(["run", "coverage", "--policy", trained, "--agents", "3", .. options], "coverage", 4);
    }

    [Fact]
    public async Task Over_a_broker_the_messages_are_those_of_a_run_in_process()
    {
        string[] line = [.. "run formation --shape triangle --rovers 3 --periods 40 --speed 0".Split(' ')];
        var (broker, inProcess) = (await Run("mqtt", line), await Run("process", [.. line, "--in-process"]));
        using var one = McapReader.Open(Path.Combine(broker, RunRecord.FileName));
        using var other = McapReader.Open(Path.Combine(inProcess, RunRecord.FileName));
        Assert.Equal(
            one.Read().Select(message => (message.Channel.Topic, message.LogNs, Convert.ToHexString(message.Data))),
            other.Read().Select(message => (message.Channel.Topic, message.LogNs, Convert.ToHexString(message.Data))));
    }

    private async Task<string> Holds(string[] line, string table, int rovers)
    {
        var (first, second) = (await Run("first", line), await Run("second", line));
        var cancel = TestContext.Current.CancellationToken;
        var record = Path.Combine(first, RunRecord.FileName);
        Assert.Equal(
            await File.ReadAllBytesAsync(record, cancel), await File.ReadAllBytesAsync(Path.Combine(second, RunRecord.FileName), cancel));

        var csv = Path.Combine(folder, "again.csv");
        var export = await CliRun.Of("export", first, "--csv", csv, "--table", table, "--force", "--json");
        Assert.True(export.Code == ExitCode.Ok, export.Error);
        Assert.Equal(Table(Path.Combine(first, $"{table}.csv")), Table(csv));

        using var reader = McapReader.Open(record);
        Assert.False(reader.IsRecovered);
        Assert.Equal(rovers, reader.Channels.Count(channel => channel.Topic.EndsWith("/state", StringComparison.Ordinal)));
        if (rovers > 0)
            Assert.Contains(reader.Channels, channel => channel.Topic == "/scene");
        return first;
    }

    /// <summary>Every field but those that this machine's clock measured.</summary>
    private static List<string> Table(string path)
    {
        var rows = File.ReadAllLines(path).Select(line => line.Split(',')).ToList();
        return [.. rows.Select(row => string.Join(
            ',', row.Where((_, i) => !rows[0][i].EndsWith(".solve_us", StringComparison.Ordinal) && rows[0][i] != "seconds")))];
    }

    private async Task<string> Run(string name, string[] line)
    {
        var runs = Path.Combine(folder, name);
        var run = await CliRun.Of([.. line, "--runs", runs, "--json"]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        return run.Json.GetProperty("run_dir").GetString()!;
    }
}
