using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Tests.Host.Runs;

/// <summary>run.json as every verb writes it, and as earlier programs did.</summary>
public sealed class RunDocumentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae run ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_journal_writes_the_schema_from_its_first_moment_to_its_end()
    {
        using var journal = RunJournal.Begin(folder, "x", new RunHeader("run x", new JsonObject { ["length_m"] = 2 }) { Seed = 7 });
        var begun = RunDocument.Read(journal.Folder.PathOf(RunDocument.Name));
        Assert.Equal(["schema_version", "verb", "versions", "seed", "options", "state", "started_utc"], begun.Select(entry => entry.Key));
        Assert.Equal(["mae", "revision", "dotnet", "os", "architecture"], begun["versions"]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(
            ("run x", "running", 7, 2),
            (Text(begun, "verb"), Text(begun, "state"), begun["seed"]!.GetValue<int>(), begun["options"]!["length_m"]!.GetValue<int>()));

        await journal.KeepAsync(() => Task.CompletedTask, _ => new JsonObject { ["score"] = 3 });
        var ended = RunDocument.Read(journal.Folder.PathOf(RunDocument.Name));
        Assert.Equal(
            (1, "completed", 3),
            (ended["schema_version"]!.GetValue<int>(), Text(ended, "state"), ended["results"]!["score"]!.GetValue<int>()));
        Assert.True(ended.ContainsKey("finished_utc") && !ended.ContainsKey("error"));
    }

    [Fact]
    public async Task What_ended_it_is_an_error_as_on_standard_output()
    {
        using var journal = RunJournal.Begin(folder, "x", new RunHeader("run x", []));
        await Assert.ThrowsAsync<MaeException>(
            () => journal.KeepAsync(() => throw new MaeException(ExitCode.Rejected, "MAE543", "rover-1 refused it.", "Look."), _ => []));
        var error = RunDocument.Read(journal.Folder.PathOf(RunDocument.Name))["error"]!.AsObject();
        Assert.Equal(["code", "what", "next", "exit_code"], error.Select(entry => entry.Key));
        Assert.Equal(
            ("MAE543", "rover-1 refused it.", "Look.", 5),
            (Text(error, "code"), Text(error, "what"), Text(error, "next"), error["exit_code"]!.GetValue<int>()));
    }

    // As they were written on 2026-11-30, before there was a schema.
    [Theory]
    [InlineData("""{"verb":"run coverage","mae":"1.0.0","revision":"ab","os":"Linux","seed":3,"options":{"agents":3},"state":"completed","results":{"covered_share":1}}""", "run coverage", "completed", 3)]
    [InlineData("""{"verb":"train formation","mae":"1.0.0","revision":null,"checkpoint_every_samples":1000,"options":{"seed":4,"samples":10},"state":"stopped","error":{"what":"x"}}""", "train formation", "stopped", 4)]
    [InlineData("""{"verb":"demo","versions":{"mae":"1.0.0","dotnet":"10.0.0"},"seed":1,"options":{"periods":200},"state":"completed","results":{}}""", "demo", "completed", 1)]
    [InlineData("""{"verb":"formation","versions":{"mae":"1.0.0"},"seed":1,"options":{"periods":200},"state":"completed","results":{}}""", "run formation", "completed", 1)]
    [InlineData("""{"verb":"route","options":{"file":"town.oplib"},"seed":5,"state":"completed","results":{"score":9}}""", "route", "completed", 5)]
    public void Earlier_documents_read_as_the_schema_says(string text, string verb, string state, int seed)
    {
        var document = Read(text);
        Assert.Equal(
            (1, verb, state, seed),
            (document["schema_version"]!.GetValue<int>(), Text(document, "verb"), Text(document, "state"),
                document["seed"]!.GetValue<int>()));
        Assert.False(document.ContainsKey("mae") || document.ContainsKey("revision") || document.ContainsKey("os"));
        Assert.True(verb == "route" || Text(document["versions"]!.AsObject(), "mae") == "1.0.0");
    }

    [Fact]
    public void An_earlier_push_has_its_results_and_its_fleet_where_they_belong()
    {
        var document = Read(
            """{"version":7,"active":1,"cause":null,"rovers":[{"name":"rover-1","state":"active"}],"run_dir":"/x","fleet":"lab"}""");
        Assert.Equal(
            ("completed", "lab", 7),
            (Text(document, "state"), document["options"]!["fleet"]!.GetValue<string>(), document["results"]!["version"]!.GetValue<int>()));
        Assert.Equal("active", document["results"]!["rovers"]![0]!["state"]!.GetValue<string>());
    }

    [Fact]
    public void An_error_that_was_a_sentence_is_one_with_a_key()
    {
        Assert.Equal(
            "It was not done.",
            Read("""{"verb":"demo","state":"timed_out","error":"It was not done."}""")["error"]!["what"]!.GetValue<string>());
    }

    [Fact]
    public void One_of_a_later_program_is_left_as_it_is_and_known_as_one()
    {
        var later = Read("""{"schema_version":2,"verb":"run x","mae":"9"}""");
        Assert.True(RunDocument.IsLater(later) && later.ContainsKey("mae"));
        Assert.False(RunDocument.IsLater(Read("""{"schema_version":1}""")));
        Assert.Throws<FormatException>(() => Read("""{"schema_version":"one"}"""));
        Assert.Throws<FormatException>(() => Read("[]"));
    }

    private JsonObject Read(string text)
    {
        var path = Path.Combine(folder, RunDocument.Name);
        File.WriteAllText(path, text);
        return RunDocument.Read(path);
    }

    private static string Text(JsonObject document, string key) => document[key]!.GetValue<string>();
}
