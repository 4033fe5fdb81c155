using MultiAgentEdge.Host.Training.Maddpg;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Maddpg;

public sealed class MaddpgBatchTests
{
    private const int Width = 4;

    [Fact]
    public void The_critic_sees_the_agent_first_then_the_others_nearest_first()
    {
        var batch = new MaddpgBatch(3, Width, 8, byDistance: true);
        Draw(batch, Replay(3), 1);
        // Agents stand at x = 0, 1 and 5: seen from agent 1, agent 0 is nearer than agent 2. A step later 0 is at -9.
        Assert.Equal<float>([1f, 0f, 5f], Slots(batch.Input, batch));
        Assert.Equal<float>([1f, 5f, -9f], Slots(batch.NextInput, batch));
        Assert.Equal(1f, batch.Own[2]);
        Assert.Equal(5f, batch.NextOf[2][2]);
        Assert.Equal([2f, 3f, 1f], Enumerable.Range(0, 3).Select(k => batch.NextInput[(k * batch.SlotWidth) + Width]));
        Assert.Equal(1f, batch.Input[Width + 1]);
        Assert.Equal(7f, batch.Rewards[0]);
    }

    [Fact]
    public void The_original_keeps_the_order_of_the_index()
    {
        var batch = new MaddpgBatch(3, Width, 8, byDistance: false);
        Draw(batch, Replay(3), 1);
        Assert.Equal<float>([0f, 1f, 5f], Slots(batch.Input, batch));
        Assert.Equal<float>([-9f, 1f, 5f], Slots(batch.NextInput, batch));
        Assert.Equal(1f, batch.Own[2]);
    }

    [Fact]
    public void In_a_smaller_team_absent_agents_are_zeros_and_stand_last()
    {
        var batch = new MaddpgBatch(3, Width, 8, byDistance: true);
        Draw(batch, Replay(2), 2);
        Assert.All(batch.Present, present => Assert.Equal(2, present));
        // Agent 2 of a team of two is agent 0.
        Assert.Equal<float>([0f, 1f, 0f], Slots(batch.Input, batch));
        Assert.All(batch.Input[(2 * batch.SlotWidth)..batch.InputWidth], number => Assert.Equal(0f, number));
    }

    private static void Draw(MaddpgBatch batch, EpisodeReplay replay, int agent)
    {
        batch.Draw(replay, new Xoshiro256(1));
        for (var j = 0; j < 3; j++)
            batch.NextActionsOf[j].AsSpan().Fill(j + 1f);
        batch.View(agent);
    }

    /// <summary>One episode of one step; x of an agent is number 2 of its observation.</summary>
    private static EpisodeReplay Replay(int team)
    {
        var replay = new EpisodeReplay(3, Width, 1, 1);
        var slot = replay.Begin(team);
        float[] now = [0f, 1f, 5f], next = [-9f, 1f, 5f];
        for (var agent = 0; agent < team; agent++)
        {
            replay.Observations(slot, 0)[(agent * Width) + 2] = now[agent];
            replay.Observations(slot, 1)[(agent * Width) + 2] = next[agent];
            replay.Actions(slot, 0)[(agent * EpisodeReplay.ActionCount) + agent] = 1f;
        }

        replay.Reward(slot, 0) = 7f;
        return replay;
    }

    private static float[] Slots(float[] input, MaddpgBatch batch) => [.. Enumerable.Range(0, 3).Select(k => input[(k * batch.SlotWidth) + 2])];
}
