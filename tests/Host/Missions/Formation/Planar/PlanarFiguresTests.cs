using MultiAgentEdge.Host.Missions.Formation.Planar;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

public class PlanarFiguresTests
{
    [Fact]
    public void A_run_in_which_nobody_stood_in_formation_has_no_error_and_says_so() =>
        Assert.Equal("they never stood in formation", PlanarFigures.Of([]).Kept);

    [Fact]
    public void What_was_kept_is_said_in_millimetres() =>
        Assert.Equal("5.3 mm rms between rovers, 12.1 mm from the path", new PlanarFigures(0.00534, 0.0121, 0, 0, 0).Kept);
}
