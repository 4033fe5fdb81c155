using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>
/// One update of one agent's critic and actor on one batch: equations (11) to (13) of paper S3, with (15) to (17) where the networks are
/// shared. The actor's action is a Gumbel-softmax sample; the other agents' actions are those of the replay. The batch goes through the
/// networks a block of rows at a time, from the replay's rows to the sums of the gradient: all that a block needs stays in the cache.
/// Nothing is allocated after construction.
/// </summary>
internal sealed class MaddpgUpdate(MaddpgBatch batch)
{
    private const int Block = Mlp.RowBlock;
    private const int K = EpisodeReplay.ActionCount;

    private readonly float[] samples = new float[Block * K];
    private readonly float[] actions = new float[Block * K];
    private readonly float[] slopes = new float[Block * K];

    /// <summary>Mean square of the critic's error in the last update.</summary>
    public double CriticLoss { get; private set; }

    /// <summary>Mean value of the actor's own actions in the last update.</summary>
    public double ActorValue { get; private set; }

    /// <summary>What the target policies do a step later, in all rows of a batch just drawn.</summary>
    /// <param name="actorOf">The target actor of an agent.</param>
    public void ActNext(Func<int, Mlp> actorOf, MaddpgRates rates, Xoshiro256 random)
    {
        for (var agent = 0; agent < batch.Agents; agent++)
        {
            var actor = actorOf(agent);
            for (var from = 0; from < batch.Size; from += Block)
            {
                var count = Math.Min(Block, batch.Size - from);
                batch.WriteNextObservations(agent, from, count, actor.Input, actor.InputWidth);
                actor.Forward(count);
                Sample(actor, count, rates.HardActions, random);
                for (var row = 0; row < count; row++)
                {
                    var action = batch.NextAction(from + row, agent);
                    if (agent < batch.Present[from + row])
                        samples.AsSpan(row * K, K).CopyTo(action);
                    else
                        action.Clear();
                }
            }
        }
    }

    /// <param name="own">What is updated.</param>
    /// <param name="agent">Whose view of the batch.</param>
    /// <param name="ownSlot">The slot of the agent itself in the critic's input.</param>
    public void Run(MaddpgNetworks own, int agent, int ownSlot, MaddpgRates rates, Xoshiro256 random)
    {
        ImproveCritic(own, agent, rates);
        ImproveActor(own, agent, ownSlot, rates, random);
    }

    private void ImproveCritic(MaddpgNetworks own, int agent, MaddpgRates rates)
    {
        Mlp critic = own.Critic, target = own.TargetCritic;
        var loss = 0.0;
        critic.ClearGradient();
        for (var from = 0; from < batch.Size; from += Block)
        {
            var count = Math.Min(Block, batch.Size - from);
            batch.WriteInputs(agent, next: true, from, count, target.Input, target.InputWidth);
            target.Forward(count);
            // All rows side by side: the actor's turn wants them again.
            batch.WriteInputs(agent, next: false, from, count, critic.Input[(from * critic.InputWidth)..], critic.InputWidth);
            critic.Forward(count, from);
            ReadOnlySpan<float> value = critic.Output, later = target.Output;
            var slope = critic.OutputSlope;
            for (var row = 0; row < count; row++)
            {
                // y = r + gamma Q'(o+, a+), (13) and (17). Episodes end by time alone, so every step has a next one.
                var at = row * critic.OutputWidth;
                var error = value[at] - ((rates.RewardScale * batch.Reward(from + row)) + (rates.Discount * later[at]));
                loss += (double)error * error;
                slope[at] = 2f * error / batch.Size;
            }

            critic.AddGradient();
        }

        CriticLoss = loss / batch.Size;
        own.CriticAdam.Step(critic);
    }

    private void ImproveActor(MaddpgNetworks own, int agent, int ownSlot, MaddpgRates rates, Xoshiro256 random)
    {
        Mlp critic = own.Critic, actor = own.Actor;
        var at = (ownSlot * batch.SlotWidth) + batch.SlotWidth - K;
        var pull = 2f * rates.LogitRegulariser / (batch.Size * K);
        var sum = 0.0;
        actor.ClearGradient();
        for (var from = 0; from < batch.Size; from += Block)
        {
            var count = Math.Min(Block, batch.Size - from);
            batch.WriteObservations(agent, from, count, actor.Input, actor.InputWidth);
            actor.Forward(count);
            Sample(actor, count, hard: false, random);
            samples.CopyTo(actions, 0);
            if (rates.HardActions)
                GumbelSoftmax.Harden(actions.AsSpan(0, count * K), K);
            Rows.Widen(count, K, actions, critic.InputWidth, critic.Input[((from * critic.InputWidth) + at)..]);
            critic.Forward(count, from);
            var value = critic.Output;
            var valueSlope = critic.OutputSlope;
            for (var row = 0; row < count; row++)
            {
                sum += value[row * critic.OutputWidth];
                valueSlope[row * critic.OutputWidth] = -1f / batch.Size;
            }

            critic.BackwardInput(at, K);
            Rows.Narrow(count, K, critic.InputWidth, critic.InputSlope[at..], slopes);
            GumbelSoftmax.Backward(samples.AsSpan(0, count * K), slopes.AsSpan(0, count * K), K);
            for (var row = 0; row < count; row++)
            {
                var logits = actor.Output.Slice(row * actor.OutputWidth, K);
                var to = actor.OutputSlope.Slice(row * actor.OutputWidth, K);
                var slope = slopes.AsSpan(row * K, K);
                for (var j = 0; j < slope.Length; j++)
                    to[j] = slope[j] + (pull * logits[j]);
            }

            actor.AddGradient();
        }

        ActorValue = sum / batch.Size;
        own.ActorAdam.Step(actor);
    }

    private void Sample(Mlp actor, int count, bool hard, Xoshiro256 random)
    {
        var drawn = samples.AsSpan(0, count * K);
        GumbelSoftmax.Noise(random, drawn);
        GumbelSoftmax.AddLogits(drawn, actor.Output, actor.OutputWidth, K);
        if (hard)
            GumbelSoftmax.Harden(drawn, K);
        else
            GumbelSoftmax.Softmax(drawn, K);
    }
}
