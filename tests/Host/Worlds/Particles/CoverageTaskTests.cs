using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Worlds.Particles;

public sealed class CoverageTaskTests
{
    [Fact]
    public void Starts_are_spread_and_at_rest()
    {
        var task = new CoverageTask(3, 200);
        var random = new Xoshiro256(4);
        for (var e = 0; e < 200; e++)
            task.Reset(e, random);
        var w = task.World;
        for (var e = 0; e < 200; e++)
        {
            for (var i = 0; i < 3; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    int a = (i * 200) + e, b = (j * 200) + e;
                    Assert.True(
                        Math.Sqrt(Math.Pow(w.PositionX[a] - w.PositionX[b], 2) + Math.Pow(w.PositionY[a] - w.PositionY[b], 2)) >= 0.3);
                    Assert.True(
                        Math.Sqrt(Math.Pow(w.LandmarkX[a] - w.LandmarkX[b], 2) + Math.Pow(w.LandmarkY[a] - w.LandmarkY[b], 2)) >= 0.3);
                }
            }
        }

        Assert.All(w.VelocityX.Concat(w.VelocityY), v => Assert.Equal(0.0, v));
        Assert.InRange(w.PositionX.Average(), -0.1, 0.1);
    }

    [Fact]
    public void Covered_violated_guidance_and_cost_are_those_of_the_state_after_the_step()
    {
        var task = new CoverageTask(3, 2);
        Place(task, 0, [(0, 0), (1, 0), (0, 1)], [(0.05, 0), (1, 0.05), (0.07, 1.07)]);
        Place(task, 1, [(0, 0), (0.32, 0), (-1, 1)], [(0, 0), (0.29, 0.5), (-1, 0.8)]);
        // Agents 1 and 2 drive 0.015 m each towards each other.
        task.World.VelocityX[1] = 0.2;
        task.World.VelocityX[3] = -0.2;
        task.Step([0, 0, 0, 0, 0, 3]);
        Assert.True(task.IsTerminal[0]);
        Assert.False(task.IsViolated[0]);
        Assert.Equal(-(0.05 + 0.05 + (0.07 * Math.Sqrt(2))), task.Guidance[0], 1e-12);
        Assert.Equal(0.0, task.Cost[0]);
        Assert.False(task.IsTerminal[1]);
        Assert.True(task.IsViolated[1]);
        Assert.Equal(1.0, task.Cost[1]);
        Assert.Equal(task.Guidance[1] - (2.0 / 3.0), task.OriginalReward[1], 1e-12);
        Assert.Equal([1, 1], task.Steps.ToArray());

        task.ConstraintLevel = 0;
        Place(task, 1, [(0, 0), (0, 0), (-1, 1)], [(0, 0), (0.29, 0.5), (-1, 0.8)]);
        task.Step([0, 0, 0, 0, 0, 0]);
        Assert.False(task.IsViolated[1]);
        task.ConstraintLevel = 0.25;
        task.Step([0, 0, 0, 0, 0, 0]);
        Assert.True(task.IsViolated[1]);
    }

    [Fact]
    public void An_agent_sees_its_time_and_its_neighbours_sorted()
    {
        var task = new CoverageTask(3, 1);
        Place(task, 0, [(0, 0), (0.9, 0), (0, 0.5)], [(0.5, 0.5), (-0.1, 0), (0, -0.9)]);
        var rows = new float[3 * task.ObservationWidth];
        task.Step([0, 0, 0]);
        task.WriteObservations(rows);
        float[] expected = [0, 0, 0, 0, -0.1f, 0, 0.5f, 0.5f, 0, -0.9f, 0, 0.5f, 0.9f, 0, 1f / 25f];
        Assert.Equal(expected, rows[..15]);
        var state = new float[task.StateWidth];
        task.WriteStates(state);
        Assert.Equal(1f / 25f, state[^1]);
        Assert.Contains(0.5f, state);
    }

    [Fact]
    public void A_saved_task_goes_on_with_the_same_bits()
    {
        CoverageTask first = new(3, 4), second = new(3, 4);
        var random = new Xoshiro256(1);
        for (var e = 0; e < 4; e++)
            first.Reset(e, random);
        first.Step([1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2]);
        var stream = new MemoryStream();
        first.Save(new BinaryWriter(stream));
        stream.Position = 0;
        second.Load(new BinaryReader(stream));
        int[] actions = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4];
        first.Step(actions);
        second.Step(actions);
        float[] a = new float[12 * 15], b = new float[12 * 15];
        first.WriteObservations(a);
        second.WriteObservations(b);
        Assert.Equal(a, b);
    }

    private static void Place(CoverageTask task, int e, (double X, double Y)[] agents, (double X, double Y)[] landmarks)
    {
        for (var i = 0; i < 3; i++)
        {
            var k = (i * task.Environments) + e;
            (task.World.PositionX[k], task.World.PositionY[k]) = agents[i];
            (task.World.LandmarkX[k], task.World.LandmarkY[k]) = landmarks[i];
            task.World.VelocityX[k] = task.World.VelocityY[k] = 0;
        }
    }
}
