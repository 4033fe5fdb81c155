using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Formation.Planar;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>Orders as they travel: what is written is read, and what is no order says why.</summary>
public class FormationOrderJsonTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var order = new FormationOrder { Shape = "offsets", OffsetsM = [(0, 1), (2, -3)], Path = "loop", SizeM = 2,
            WaypointsM = [0, 0, 1, 0, 1, 1], SpeedMS = 0.1, Pause = false };
        var read = FormationOrderJson.Parse(FormationOrderJson.Of(order).ToJsonString());
        Assert.Equal(order with { OffsetsM = null, WaypointsM = null }, read with { OffsetsM = null, WaypointsM = null });
        Assert.Equal(order.OffsetsM, read.OffsetsM);
        Assert.Equal(order.WaypointsM, read.WaypointsM);
        Assert.Equal(new FormationOrder(), FormationOrderJson.Parse("{}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"shape\":")]
    [InlineData("{\"shape\": 3}")]
    [InlineData("{\"form\": \"line\"}")]
    [InlineData("{\"speed_m_s\": \"fast\"}")]
    [InlineData("{\"pause\": 1}")]
    [InlineData("{\"offsets_m\": [[1]]}")]
    [InlineData("{\"offsets_m\": [[1, null]]}")]
    [InlineData("{\"waypoints_m\": [[0, 0], [1, 1]]}")]
    public void What_is_no_order_says_so(string text)
    {
        var wrong = Assert.Throws<MaeException>(() => FormationOrderJson.Parse(text));
        Assert.Equal(("MAE628", ExitCode.Configuration), (wrong.Code, wrong.ExitCode));
    }
}
