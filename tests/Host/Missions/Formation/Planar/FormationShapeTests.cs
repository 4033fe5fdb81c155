using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Formation.Planar;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>Shapes: a place for each rover, in the middle, as far apart as asked; what cannot be has a code and a way out.</summary>
public class FormationShapeTests
{
    [Theory]
    [InlineData("line", 1)]
    [InlineData("line", 7)]
    [InlineData("column", 4)]
    [InlineData("triangle", 3)]
    [InlineData("triangle", 5)]
    [InlineData("triangle", 10)]
    [InlineData("polygon", 3)]
    [InlineData("polygon", 8)]
    [InlineData("grid", 7)]
    public void Every_shape_has_a_place_for_each_rover_around_its_middle(string name, int rovers)
    {
        var shape = FormationShape.Of(name, rovers, 0.6);
        Assert.Equal(rovers, shape.Slots.Count);
        Assert.Equal(0, shape.Slots.Sum(slot => slot.X), 1e-9);
        Assert.Equal(0, shape.Slots.Sum(slot => slot.Y), 1e-9);
        Assert.True(rovers == 1 || Math.Abs(shape.LeastGapM - 0.6) < 1e-9, $"{shape.LeastGapM}");
    }

    [Theory]
    [InlineData("polygon", 2, 0.6, "MAE620", "2 rovers")]
    [InlineData("triangle", 1, 0.6, "MAE620", "1 rover.")]
    [InlineData("offsets", 3, 0.6, "MAE620", "2 places")]
    [InlineData("offsets", 1, 0.6, "MAE620", "2 places")]
    [InlineData("grid", 4, 0.19, "MAE621", "0.19 m apart")]
    [InlineData("polygn", 4, 0.6, "MAE626", "polygn")]
    public void What_cannot_be_says_what_and_which(string name, int rovers, double gapM, string code, string what)
    {
        var error = Assert.Throws<MaeException>(() => FormationShape.Of(name, rovers, gapM, [(0, 0), (1, 0)]));
        Assert.Equal((code, ExitCode.Configuration), (error.Code, error.ExitCode));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
