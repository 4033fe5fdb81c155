using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards;

public sealed class PoseCostTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wheel_step_of_the_pose_filter_is_within_its_budget(bool hasGyro)
    {
        var cost = PoseCost.Count(hasGyro);

        // The budget; a wheel period is 20 ms.
        Assert.InRange(cost.PerWheelStepMax, 100, 2000);
        Assert.InRange(cost.PerPoseMax, 100, 4000);
        Assert.InRange(cost.HeapBytes, 1000, 8000);
    }
}
