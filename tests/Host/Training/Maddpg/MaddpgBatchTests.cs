using MultiAgentEdge.Host.Training.Maddpg;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Maddpg;

public sealed class MaddpgBatchTests
{
    private const int Width = 4;

    [Fact]
    public void The_critic_sees_the_agent_first_then_the_others_nearest_first()
    {
        var batch = Batch(Replay(3), byDistance: true);
        // Agents stand at x = 0, 1 and 5: seen from agent 1, agent 0 is nearer than agent 2. A step later 0 is at -9.
        float[] input = Inputs(batch, 1, next: false), later = Inputs(batch, 1, next: true);
        Assert.Equal<float>([1f, 0f, 5f], Slots(input, batch));
        Assert.Equal<float>([1f, 5f, -9f], Slots(later, batch));
        Assert.Equal([2f, 3f, 1f], Enumerable.Range(0, 3).Select(k => later[(k * batch.SlotWidth) + Width]));
        Assert.Equal(1f, input[Width + 1]);
        Assert.Equal(7f, batch.Reward(0));
        // Any row, at any stride.
        Assert.Equal(input, Inputs(batch, 1, next: false, row: 5, stride: batch.InputWidth + 3));
    }

    [Fact]
    public void An_agent_gets_its_own_observation()
    {
        var batch = Batch(Replay(3), byDistance: true);
        var seen = new float[2 * 6];
        batch.WriteObservations(1, 3, 2, seen, 6);
        Assert.Equal<float>([0f, 0f, 1f, 0f, 0f, 0f, 0f, 0f, 1f, 0f, 0f, 0f], seen);
        batch.WriteNextObservations(0, 3, 2, seen, 6);
        Assert.Equal([-9f, -9f], [seen[2], seen[8]]);
    }

    [Fact]
    public void The_original_keeps_the_order_of_the_index()
    {
        var batch = Batch(Replay(3), byDistance: false);
        Assert.Equal<float>([0f, 1f, 5f], Slots(Inputs(batch, 1, next: false), batch));
        Assert.Equal<float>([-9f, 1f, 5f], Slots(Inputs(batch, 1, next: true), batch));
    }

    [Fact]
    public void In_a_smaller_team_absent_agents_are_zeros_and_stand_last()
    {
        var batch = Batch(Replay(2), byDistance: true);
        Assert.All(batch.Present, present => Assert.Equal(2, present));
        // Agent 2 of a team of two is agent 0.
        var input = Inputs(batch, 2, next: false);
        Assert.Equal<float>([0f, 1f, 0f], Slots(input, batch));
        Assert.All(input[(2 * batch.SlotWidth)..], number => Assert.Equal(0f, number));
    }

    private static MaddpgBatch Batch(EpisodeReplay replay, bool byDistance)
    {
        var batch = new MaddpgBatch(3, Width, 8, byDistance);
        batch.Draw(replay, new Xoshiro256(1));
        for (var row = 0; row < batch.Size; row++)
        {
            for (var j = 0; j < 3; j++)
                batch.NextAction(row, j).Fill(j + 1f);
        }

        return batch;
    }

    private static float[] Inputs(MaddpgBatch batch, int agent, bool next, int row = 0, int? stride = null)
    {
        var width = stride ?? batch.InputWidth;
        var inputs = new float[2 * width];
        batch.WriteInputs(agent, next, row, 2, inputs, width);
        Assert.Equal(inputs[..batch.InputWidth], inputs[width..(width + batch.InputWidth)]);
        return inputs[..batch.InputWidth];
    }

    /// <summary>One episode of one step; x of an agent is number 2 of its observation.</summary>
    private static EpisodeReplay Replay(int team)
    {
        var replay = new EpisodeReplay(3, Width, 1, 1);
        var slot = replay.Begin(team);
        float[] now = [0f, 1f, 5f], next = [-9f, 1f, 5f];
        for (var agent = 0; agent < team; agent++)
        {
            replay.Observation(slot, 0, agent)[2] = now[agent];
            replay.Observation(slot, 1, agent)[2] = next[agent];
            replay.Action(slot, 0, agent)[agent] = 1f;
        }

        replay.Reward(slot, 0) = 7f;
        return replay;
    }

    private static float[] Slots(float[] input, MaddpgBatch batch) =>
        [.. Enumerable.Range(0, 3).Select(k => input[(k * batch.SlotWidth) + 2])];
}
