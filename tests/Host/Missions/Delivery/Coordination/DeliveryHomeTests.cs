using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Coordination;

public class DeliveryHomeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void Everybody_has_a_place_and_room_beside_it(int rovers)
    {
        const double RadiusM = 0.1;
        var graph = TaskGraph.PaperS4();
        var depot = graph.Nodes[graph.Depot];
        var places = DeliveryHome.Places(graph, rovers, RadiusM);
        Assert.Equal(rovers, places.Count);
        Assert.Equal((depot.XM, depot.YM), places[0]);
        for (var i = 0; i < rovers; i++)
        {
            for (var k = 0; k < i; k++)
                Assert.True(double.Hypot(places[i].XM - places[k].XM, places[i].YM - places[k].YM) > 4 * RadiusM);
            Assert.All(
                graph.Nodes.Where(node => node != depot),
                node => Assert.True(double.Hypot(node.XM - places[i].XM, node.YM - places[i].YM) >= 4 * RadiusM));
        }
    }

    [Fact]
    public void Points_all_stand_at_the_depot()
    {
        var graph = TaskGraph.PaperS4();
        var depot = graph.Nodes[graph.Depot];
        Assert.All(DeliveryHome.Places(graph, 3, 0), place => Assert.Equal((depot.XM, depot.YM), place));
    }
}
