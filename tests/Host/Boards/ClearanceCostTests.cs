using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards;

public sealed class ClearanceCostTests
{
    /// <summary>A formation in the plane takes some 59,000 (<see cref="BoardBenchTests"/>) of the 130,000 of a period.</summary>
    [Fact]
    public void Keeping_clear_of_eight_others_and_four_walls_fits_beside_a_formation_in_the_plane()
    {
        var cost = ClearanceCost.Count(ClearanceCost.MostOthers);
        Assert.InRange(cost.PerPeriodMax + cost.PerHearingMax, 5_000, 71_000);
        Assert.InRange(cost.HeapBytes, 1_000, 9_000);
        Assert.True(ClearanceCost.Count(2).PerPeriod < cost.PerPeriod);
    }
}
