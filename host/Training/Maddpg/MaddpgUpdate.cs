using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>
/// One update of one agent's critic and actor on one batch: equations (11) to (13) of paper S3, with (15) to (17) where the networks are shared. The actor's
/// action is a Gumbel-softmax sample; the other agents' actions are those of the replay. Nothing is allocated after construction.
/// </summary>
internal sealed class MaddpgUpdate
{
    private const int K = EpisodeReplay.ActionCount;

    private readonly float[] logits;
    private readonly float[] samples;
    private readonly float[] slopes;
    private readonly float[] value;
    private readonly float[] target;
    private readonly float[] inputSlopes;

    public MaddpgUpdate(MaddpgBatch batch)
    {
        logits = new float[batch.Size * K];
        samples = new float[batch.Size * K];
        slopes = new float[batch.Size * K];
        value = new float[batch.Size];
        target = new float[batch.Size];
        inputSlopes = new float[batch.Input.Length];
    }

    /// <summary>Mean square of the critic's error in the last update.</summary>
    public double CriticLoss { get; private set; }

    /// <summary>Mean value of the actor's own actions in the last update.</summary>
    public double ActorValue { get; private set; }

    /// <summary>What the target policies do a step later, in all rows of a batch just drawn.</summary>
    /// <param name="actorOf">The target actor of an agent.</param>
    public void ActNext(Func<int, Mlp> actorOf, MaddpgBatch batch, MaddpgRates rates, Xoshiro256 random)
    {
        for (var agent = 0; agent < batch.Agents; agent++)
        {
            actorOf(agent).Forward(batch.Size, batch.NextOf[agent], logits);
            Sample(random, rates.HardActions);
            var actions = batch.NextActionsOf[agent];
            samples.CopyTo(actions, 0);
            for (var row = 0; row < batch.Size; row++)
            {
                if (agent >= batch.Present[row])
                    actions.AsSpan(row * K, K).Clear();
            }
        }
    }

    /// <param name="own">What is updated.</param>
    /// <param name="ownSlot">The slot of the agent itself in the batch as it is viewed.</param>
    public void Run(MaddpgNetworks own, int ownSlot, MaddpgBatch batch, MaddpgRates rates, Xoshiro256 random)
    {
        // y = r + gamma Q'(o+, a+), (13) and (17). Episodes end by time alone, so every step has a next one.
        own.TargetCritic.Forward(batch.Size, batch.NextInput, target);
        own.Critic.Forward(batch.Size, batch.Input, value);
        var loss = 0.0;
        for (var row = 0; row < batch.Size; row++)
        {
            var error = value[row] - ((rates.RewardScale * batch.Rewards[row]) + (rates.Discount * target[row]));
            loss += (double)error * error;
            value[row] = 2f * error / batch.Size;
        }

        CriticLoss = loss / batch.Size;
        own.Critic.Backward(value, []);
        own.CriticAdam.Step(own.Critic);
        Improve(own, ownSlot, batch, rates, random);
    }

    private void Improve(MaddpgNetworks own, int ownSlot, MaddpgBatch batch, MaddpgRates rates, Xoshiro256 random)
    {
        own.Actor.Forward(batch.Size, batch.Own, logits);
        Sample(random, hard: false);
        Place(batch.Input, ownSlot, batch, rates.HardActions);
        own.Critic.Forward(batch.Size, batch.Input, value);
        var sum = 0.0;
        foreach (var q in value)
            sum += q;
        ActorValue = sum / batch.Size;
        value.AsSpan().Fill(-1f / batch.Size);
        own.Critic.BackwardInput(value, inputSlopes);
        var at = (ownSlot * batch.SlotWidth) + batch.SlotWidth - K;
        for (var row = 0; row < batch.Size; row++)
            inputSlopes.AsSpan((row * batch.InputWidth) + at, K).CopyTo(slopes.AsSpan(row * K));
        GumbelSoftmax.Backward(samples, slopes, K);
        var pull = 2f * rates.LogitRegulariser / logits.Length;
        for (var i = 0; i < logits.Length; i++)
            slopes[i] += pull * logits[i];
        own.Actor.Backward(slopes, []);
        own.ActorAdam.Step(own.Actor);
    }

    private void Sample(Xoshiro256 random, bool hard)
    {
        GumbelSoftmax.Noise(random, samples);
        for (var i = 0; i < samples.Length; i++)
            samples[i] += logits[i];
        if (hard)
            GumbelSoftmax.Harden(samples, K);
        else
            GumbelSoftmax.Softmax(samples, K);
    }

    private void Place(float[] input, int slot, MaddpgBatch batch, bool hard)
    {
        var at = (slot * batch.SlotWidth) + batch.SlotWidth - K;
        for (var row = 0; row < batch.Size; row++)
        {
            var action = input.AsSpan((row * batch.InputWidth) + at, K);
            samples.AsSpan(row * K, K).CopyTo(action);
            if (hard)
                GumbelSoftmax.Harden(action, K);
        }
    }
}
