using MultiAgentEdge.Host.Worlds.Tasks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Worlds.Tasks;

public sealed class DockingTaskTests
{
    [Theory]
    [InlineData(5, 0, 2, 4, -1)]
    [InlineData(5, -2, 2, 3, -2)]
    [InlineData(1, -1, 0, 0, -1)]
    [InlineData(1, -1, 1, 1, 0)]
    [InlineData(-20, -2, 0, -20, -2)]
    public void Position_follows_velocity_within_the_line(int position, int velocity, int action, int nextPosition, int nextVelocity) =>
        Assert.Equal((nextPosition, nextVelocity), DockingTask.Move(position, velocity, action));

    [Theory]
    [InlineData(-1, -1, 0.0, false)]
    [InlineData(-1, -1, 0.1, true)]
    [InlineData(3, -2, 0.9, false)]
    [InlineData(2, -2, 0.9, true)]
    [InlineData(2, -1, 1.0, false)]
    [InlineData(3, -2, 1.0, true)]
    [InlineData(4, -2, 1.0, false)]
    public void The_constraint_grows_with_its_level(int position, int velocity, double level, bool breaks) =>
        Assert.Equal(breaks, DockingTask.Breaks(position, velocity, level));

    [Fact]
    public void A_careful_drive_docks_for_two_pushes()
    {
        var task = new DockingTask(1);
        task.Reset(0, new Xoshiro256(2));
        var start = task.Position[0];
        Assert.InRange(start, DockingTask.NearestStart, DockingTask.FarthestStart);
        var cost = 0.0;
        for (var t = 1; t <= start + 1; t++)
        {
            Assert.False(task.IsTerminal[0] && t > 1);
            task.Step([t == 1 ? 2 : t == start + 1 ? 1 : 0]);
            cost += task.Cost[0];
        }

        Assert.Equal(0, task.Velocity[0]);
        Assert.Equal(2.0, cost);
        Assert.True(task.IsTerminal[0]);
    }
}
