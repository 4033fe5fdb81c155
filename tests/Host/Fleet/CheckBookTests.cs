using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Tests.Host.Fleet;

public sealed class CheckBookTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae checks ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Fleet => Path.Combine(folder, "lab.yaml");

    [Fact]
    public void What_was_found_is_there_the_next_time()
    {
        Assert.Null(CheckBook.Of(Fleet)!.Line("rover-1"));
        CheckBook.Of(Fleet)!.Keep("rover-1", Entry());
        CheckBook.Of(Fleet)!.Keep("rover-2", Entry("motors", "gyroscope"));
        Assert.Equal("ok 2026-11-30", CheckBook.Of(Fleet)!.Line("rover-1"));
        Assert.Equal("motors, gyroscope 2026-11-30", CheckBook.Of(Fleet)!.Line("rover-2"));
        Assert.Equal(["lab.checks.json"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_is_none_is_said_and_left()
    {
        File.WriteAllText(Path.Combine(folder, "lab.checks.json"), "[1]");
        Assert.Equal("MAE348", Assert.Throws<MaeException>(() => CheckBook.Of(Fleet)).Code);
    }

    private static JsonObject Entry(params string[] failed) => new()
    {
        ["at"] = "2026-11-30T12:00:00Z", ["failed"] = new JsonArray([.. failed.Select(part => (JsonNode?)part)]),
    };
}
