namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RouteMatrixTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Near_nodes_are_the_nearest_in_order_by_the_cheaper_direction(double uphill)
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(4, 90, 1, uphill: uphill));
        Assert.Equal(uphill == 0, matrix.IsSymmetric);
        for (var node = 0; node < matrix.Count; node++)
        {
            double Distance(int other) =>
                Math.Min(matrix.Cost[(node * matrix.Stride) + other], matrix.Cost[(other * matrix.Stride) + node]);
            var expected = Enumerable.Range(0, matrix.Count).Where(other => other != node).Select(Distance).Order().Take(matrix.NearCount);
            Assert.Equal(expected, matrix.NearOf(node).ToArray().Select(Distance));
            Assert.DoesNotContain(node, matrix.NearOf(node).ToArray());
        }
    }

    [Fact]
    public void One_node_or_none_has_nothing_near()
    {
        Assert.Empty(LargeProblem.Matrix(LargeProblem.Of(1, 3, 1)).Near);
        Assert.Equal(0, LargeProblem.Matrix(LargeProblem.Of(1, 2, 1)).Count);
    }
}
