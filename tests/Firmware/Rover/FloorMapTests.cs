using MultiAgentEdge.Firmware;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware.Rover;

public class FloorMapTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 1, 2, 0.2 }, 5, new double[] { 1, 0, 3 }, 2)]
    [InlineData(new double[0], 5, new double[0], 0)]
    [InlineData(new double[] { 1, 2, 1, 2, -0.2 }, 5, new double[0], -1)]
    [InlineData(new double[] { 1, 2, 1, 2 }, 4, new double[0], -1)]
    [InlineData(new double[] { 1e9, 2, 1, 2, 0.2 }, 5, new double[0], -1)]
    [InlineData(new double[0], 5, new double[] { 1, 1, 3 }, -1)]
    [InlineData(new double[0], 5, new double[] { 0, 0, 3 }, -1)]
    public void Only_what_can_stand_on_a_floor_is_taken(double[] obstacles, int numbers, double[] walls, int count)
    {
        var buffer = new byte[512];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 7, buffer);
        builder.AddScalar(ParameterId.PeriodUs, 200_000);
        if (obstacles.Length > 0)
            builder.Add(ParameterId.Obstacles, obstacles, obstacles.Length / numbers, numbers);
        if (walls.Length > 0)
            builder.Add(ParameterId.Walls, walls, walls.Length / 3, 3);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(buffer, builder.Finish()));
        var floor = FloorMap.TryRead(set);
        Assert.Equal(count, floor?.Count ?? -1);
    }
}
