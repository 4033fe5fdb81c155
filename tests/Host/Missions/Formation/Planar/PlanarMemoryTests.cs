using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Planar;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>A formation as one host leaves it and the next reads it.</summary>
public class PlanarMemoryTests
{
    private static readonly PlanarRunOptions Options = new()
    {
        Rovers = ["a", "b"],
        Starts = [(0, 0, 0), (1, 0, 0)],
        Shape = FormationShape.Of("line", 2, 0.6),
        Path = FormationPath.Of("circle", 1.5),
        Floor = FloorEntry.Empty with { Obstacles = [ObstacleEntry.Disc("post", 3, 3, 0.1)] },
    };

    private static readonly PlanarMemory Whole = new(
        "line", [[0, 0.3], [0, -0.3]],
        [new(true, 4, Place(0.3)), new(false, null, null)], 25, IsPaused: true, 0.15, [new("post", 2.5, 3)],
        new JsonObject { ["shape"] = "polygon" }, [new JsonObject { ["path"] = "eight" }]);

    [Fact]
    public void It_is_read_as_it_was_left()
    {
        var text = Whole.ToJson().ToJsonString();
        var read = PlanarMemory.TryRead((JsonObject)JsonNode.Parse(text)!, Options);
        Assert.NotNull(read);
        Assert.Equal(text, read.ToJson().ToJsonString());
        Assert.Equal((2.5, 3), (read.On(Options.Floor).Obstacles[0].FromXM, read.On(Options.Floor).Obstacles[0].FromYM));
        Assert.Equal(Place(0.3).ToPlace().Offset, read.Rovers[0].Place!.ToPlace().Offset);
    }

    [Theory]
    [InlineData("shape", "\"heap\"")]
    [InlineData("slots_m", "[[1]]")]
    [InlineData("rovers", "[]")]
    [InlineData("rovers", """[{ "takes_part": true, "boot": 1, "place": null }, { "takes_part": false, "boot": 1, "place": null }]""")]
    [InlineData("rovers", "null")]
    [InlineData("speed_m_s", "7")]
    [InlineData("discs", "[{ \"name\": \"nobody\", \"x_m\": 0, \"y_m\": 0 }]")]
    [InlineData("discs", "[{ \"name\": \"post\", \"x_m\": 1e999, \"y_m\": 0 }]")]
    [InlineData("usual", "{ \"speed\": \"fast\" }")]
    [InlineData("orders", "[{ \"shape\": 7 }]")]
    public void What_cannot_be_is_not_believed(string key, string value)
    {
        var json = Whole.ToJson();
        json[key] = JsonNode.Parse(value);
        Assert.Null(PlanarMemory.TryRead(json, Options));
        Assert.Null(PlanarMemory.TryRead(null, Options));
    }

    [Theory]
    [InlineData("path", "[2, 0, 0]")]
    [InlineData("path", "[]")]
    [InlineData("offset_m", "[1]")]
    [InlineData("periods", "-1")]
    [InlineData("start_pose", "[1, 2]")]
    public void A_place_that_cannot_be_is_not_believed(string key, string value)
    {
        var json = Whole.ToJson();
        json["rovers"]![0]!["place"]![key] = JsonNode.Parse(value);
        Assert.Null(PlanarMemory.TryRead(json, Options));
    }

    [Fact]
    public void A_pace_goes_with_the_path_of_its_number()
    {
        Assert.Equal("circle", FormationConductor.PathOf(Whole, 2)?.Name);
        Assert.Equal("point", FormationConductor.PathOf(Whole, 1)?.Name);
        Assert.Null(FormationConductor.PathOf(Whole, 3));
    }

    private static PlanarMemory.Slot Place(double y) => new([2, 0, 0, 1.5], [0, y], 2, [0, 1, 1], [0, 0], 1, 5, 20, [0, 0, 0.5]);
}
