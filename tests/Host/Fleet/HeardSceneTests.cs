using System.Text;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Tests.Host.Fleet;

public class HeardSceneTests
{
    private static readonly FloorEntry Floor = new()
    {
        Obstacles = [ObstacleEntry.Disc("a post", 0.5, 2, 0.15), new ObstacleEntry("a wall", -1, -2, 1, -2, 0.025)],
        Bounds = (-3, -2.5, 3, 2.5),
    };

    [Fact]
    public void What_stands_on_a_floor_is_drawn_as_it_stands_there()
    {
        var scene = new JsonObject { ["space"] = "plane" };
        FloorJson.AddTo(scene, Floor);
        var shapes = HeardScene.Shapes(Encoding.UTF8.GetBytes(scene.ToJsonString())).ToDictionary(shape => shape.Kind);
        Assert.Equal((0.5, 2, 0.15, "a post"), (shapes["obstacle"].XM, shapes["obstacle"].YM, shapes["obstacle"].RadiusM, shapes["obstacle"].Label));
        Assert.Equal([(-1, -2), (1, -2)], shapes["wall"].PointsM);
        Assert.Equal((0.05, "a wall"), (shapes["wall"].ThicknessM, shapes["wall"].Label));
        Assert.Equal([(-3, -2.5), (3, -2.5), (3, 2.5), (-3, 2.5), (-3, -2.5)], shapes["bounds"].PointsM);
    }

    [Theory]
    [InlineData("{\"walls\": [{\"from_m\": [0], \"to_m\": [1, 1]}]}")]
    [InlineData("{\"bounds_m\": [1, 2]}")]
    [InlineData("{\"obstacles\": 7}")]
    [InlineData("[]")]
    public void What_is_no_floor_is_passed_over(string scene) => Assert.Empty(HeardScene.Shapes(Encoding.UTF8.GetBytes(scene)));

    [Fact]
    public void A_disc_is_moved_by_its_name_and_a_wall_is_not()
    {
        var moved = Floor.Moved([("a post", -1, 0)]);
        Assert.Equal(ObstacleEntry.Disc("a post", -1, 0, 0.15), moved.Obstacles[0]);
        Assert.Equal((Floor.Obstacles[1], Floor.Bounds), (moved.Obstacles[1], moved.Bounds));
        Assert.Throws<KeyNotFoundException>(() => Floor.Moved([("a wall", 0, 0)]));
    }
}
