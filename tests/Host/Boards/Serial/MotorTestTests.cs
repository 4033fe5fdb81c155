using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Serial;

public class MotorTestTests
{
    [Theory]
    [InlineData(400, 0, 200, 0, "ok")]
    [InlineData(-400, 0, -200, 0, "ok")]
    [InlineData(400, 0, 0, 0, "counts nothing")]
    [InlineData(400, 0, -200, 0, "backwards")]
    [InlineData(400, 0, 0, 200, "swapped")]
    [InlineData(0, 400, 90, 200, "on a block")]
    public void Faults_of_wiring_are_named(int leftDuty, int rightDuty, int leftTicks, int rightTicks, string word) =>
        Assert.Contains(word, MotorTest.Judge(new WheelRun(leftDuty, rightDuty, 600, leftTicks, rightTicks)), StringComparison.Ordinal);
}
