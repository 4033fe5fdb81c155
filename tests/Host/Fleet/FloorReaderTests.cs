using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Fleet;

/// <summary>What stands on the floor: as people write it, and as rovers get it.</summary>
public class FloorReaderTests
{
    private const string Text = """
        fleet: lab
        plane:
          bounds_m: [-2, -1, 3, 4]
          obstacles:
            - { x_m: 1, y_m: 2, radius_m: 0.2, name: table leg }
          walls:
            - { from_m: [0, 0], to_m: [0, 1], thickness_m: 0.1 }
        """;

    [Fact]
    public void Discs_walls_and_bounds_are_read_and_what_is_free_is_measured_from_the_nearest()
    {
        var floor = Read(Text, out var problems).Floor;
        Assert.Empty(problems);
        Assert.Equal(["table leg", "wall 1"], floor.Obstacles.Select(one => one.Name));
        Assert.Equal(0.3, floor.FreeM(1.5, 2), 1e-9);
        Assert.Equal(0.25, floor.FreeM(0.3, 0.5), 1e-9);
        Assert.Equal(0.1, floor.FreeM(2.9, 1), 1e-9);
        Assert.Equal(-0.2, floor.FreeM(1, 2), 1e-9);
        Assert.Equal(("table leg", "the floor's edge"), (floor.Nearest(1.2, 2), floor.Nearest(2.9, 1)));
        Assert.True(Read("fleet: lab", out _).Floor.IsEmpty);
    }

    [Theory]
    [InlineData("plane: { obstacles: [{ x_m: 1, y_m: 2 }] }", "MAE610", "radius_m")]
    [InlineData("plane: { obstacles: [{ x_m: 1, y_m: 2, radius_m: 0 }] }", "MAE205", "0.001")]
    [InlineData("plane: { walls: [{ from_m: [1, 2] }] }", "MAE610", "to_m")]
    [InlineData("plane: { bounds_m: [2, 0, 1, 3] }", "MAE610", "least x")]
    [InlineData("plane: { bounds_m: [2, 0] }", "MAE206", "4 numbers")]
    [InlineData("plane: { obstacle: [] }", "MAE201", "obstacles")]
    [InlineData("rovers: [{ name: a, body: rover }]\nplane: { obstacles: [{ x_m: 0.2, y_m: 0, radius_m: 0.15 }] }", "MAE611", "Move")]
    [InlineData("rovers: [{ name: a, body: rover }]\nplane: { bounds_m: [0.05, -1, 1, 1] }", "MAE611", "Move")]
    public void What_cannot_stand_on_a_floor_is_named_with_a_way_out(string text, string code, string next)
    {
        Read(text, out var problems);
        Assert.Contains(problems, problem => problem.Code == code && (problem.Next + problem.What).Contains(next, StringComparison.Ordinal));
    }

    [Fact]
    public void A_set_with_a_floor_is_the_same_set_and_says_what_stands()
    {
        var buffer = new byte[512];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 7, buffer);
        builder.AddScalar(ParameterId.PeriodUs, 200_000);
        builder.Add(ParameterId.Landmarks, new double[] { 1, 2, 3, 4 }, 2, 2);
        builder.Add(60, new float[] { 0.5f, -1 }, 2);
        builder.Add(61, new sbyte[] { 1, -2, 3 }, 3);
        var plain = buffer[..builder.Finish()];
        Assert.Same(plain, FloorSet.With(plain, FloorEntry.Empty));
        var floor = Read(Text, out _).Floor;
        var both = FloorSet.With(FloorSet.With(plain, floor), floor);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(both, both.Length));
        Assert.Equal((MissionKind.Coverage, 7u, 6), (set.Mission, set.Version, set.EntryCount));
        var (landmarks, obstacles, walls) = (new double[4], new double[10], new double[12]);
        var (half, small) = (new float[2], new sbyte[3]);
        Assert.True(set.TryCopy(ParameterId.Landmarks, landmarks, 4) && set.TryCopy(60, half, 2) && set.TryCopy(61, small, 3));
        Assert.True(set.TryCopy(ParameterId.Obstacles, obstacles, 10) && set.TryCopy(ParameterId.Walls, walls, 12));
        Assert.Equal([1, 2, 3, 4], landmarks);
        Assert.Equal([0.5f, -1], half);
        Assert.Equal([1, -2, 3], small);
        Assert.Equal([1, 2, 1, 2, 0.2, 0, 0, 0, 1, 0.05], obstacles);
        Assert.Equal([1, 0, 3, -1, 0, 2, 0, 1, 4, 0, -1, 1], walls);
    }

    private static FleetFile Read(string text, out IReadOnlyList<FleetProblem> problems) =>
        FleetFileReader.Read(text, "fleet.yaml", out problems);
}
