using MultiAgentEdge.Linalg;
using WetFloor;

namespace Examples.Tests;

public sealed class WetFloorTaskTests
{
    private const int Right = 1;
    private const int Up = 3;

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(1.25, true)]
    [InlineData(1.5, true)]
    public void Straight_ahead_is_the_goal_and_the_wet(double level, bool isViolated)
    {
        var task = AtRow(0, level);
        var broken = false;
        for (var i = 0; i < 8; i++)
        {
            task.Step([Right]);
            broken |= task.IsViolated[0];
        }

        Assert.True(task.IsTerminal[0]);
        Assert.Equal((isViolated, 0.0, 1.0, 8), (broken, task.Guidance[0], task.Cost[0], task.Steps[0]));
    }

    [Fact]
    public void Two_rows_aside_it_is_dry_and_one_is_not_enough()
    {
        Assert.False(PassesWet(2, level: 1.5));
        Assert.True(PassesWet(1, level: 1.5));
        Assert.False(PassesWet(-2, level: 1.5));
    }

    [Fact]
    public void It_starts_anywhere_on_the_dry_and_never_at_the_dock()
    {
        var task = new WetFloorTask(1) { ConstraintLevel = 0 };
        var random = new Xoshiro256(1);
        var seen = new float[3];
        var places = new HashSet<(int X, int Y)>();
        for (var i = 0; i < 2000; i++)
        {
            task.Reset(0, random);
            task.WriteObservations(seen);
            places.Add(((int)Math.Round((seen[0] + 1) * 4), (int)Math.Round(seen[1] * 3)));
        }

        Assert.Equal((8 * 7) - 9, places.Count);
        Assert.DoesNotContain((4, 0), places);
        Assert.DoesNotContain(places, place => place.X == 8);
    }

    [Fact]
    public void What_was_saved_goes_on_with_the_same_numbers()
    {
        WetFloorTask first = AtRow(1, 1.5), second = new(1);
        first.Step([Up]);
        var stream = new MemoryStream();
        first.Save(new BinaryWriter(stream));
        stream.Position = 0;
        second.Load(new BinaryReader(stream));
        float[] a = new float[3], b = new float[3];
        first.Step([Right]);
        second.Step([Right]);
        first.WriteObservations(a);
        second.WriteObservations(b);
        Assert.Equal(a, b);
        Assert.Equal([-0.75f, 2f / 3f, 2f / 24f], a);
    }

    private static bool PassesWet(int row, double level)
    {
        var task = AtRow(row, level);
        var broken = false;
        for (var i = 0; i < 8; i++)
        {
            task.Step([Right]);
            broken |= task.IsViolated[0];
        }

        return broken;
    }

    private static WetFloorTask AtRow(int row, double level)
    {
        var task = new WetFloorTask(1) { ConstraintLevel = level };
        var seen = new float[3];
        var random = new Xoshiro256(1);
        do
        {
            task.Reset(0, random);
            task.WriteObservations(seen);
        }
        while (seen[0] > -1 || Math.Abs((seen[1] * 3) - row) > 0.5);
        return task;
    }
}
