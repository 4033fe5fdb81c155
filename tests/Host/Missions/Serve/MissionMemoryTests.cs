using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Missions.Serve;

namespace MultiAgentEdge.Tests.Host.Missions.Serve;

/// <summary>What a host leaves of a mission, and what the next reads of it.</summary>
public class MissionMemoryTests
{
    private static readonly ParameterChange Turned = new("stage_input_weight", 0, [2.5], "rover-1");

    [Fact]
    public void The_newest_version_and_the_one_before_are_read_back()
    {
        var memory = new MissionMemory("formation");
        memory.Note(new(1, [], null));
        memory.Note(new(2, [Turned], new JsonObject { ["at"] = 1 }));
        memory.Note(new(2, [Turned], new JsonObject { ["at"] = 2 }));
        var read = MissionMemory.Of(memory.Note(new(3, [], null)), "formation").Entries;
        Assert.Equal([3u, 2u], read.Select(entry => entry.Version));
        Assert.Empty(read[0].Turned);
        Assert.Equal(Turned.Text, Assert.Single(read[1].Turned).Text);
        Assert.Equal(2, read[1].State!["at"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{ "serve": 1, "version": 1, "turned": [] }""")]
    [InlineData("""{ "serve": "coverage", "version": 1, "turned": [] }""")]
    [InlineData("""{ "serve": "formation", "version": -1, "turned": [] }""")]
    [InlineData("""{ "serve": "formation", "version": 1 }""")]
    [InlineData("""{ "serve": "formation", "version": 1, "turned": [{ "name": 7 }] }""")]
    public void What_is_none_or_another_missions_is_nothing(string? text) =>
        Assert.Empty(MissionMemory.Of(text, "formation").Entries);
}
