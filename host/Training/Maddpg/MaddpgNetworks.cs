using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>One actor and one critic with their targets and optimisers: what one agent learns with (original), or all of them
/// (scope).</summary>
public sealed class MaddpgNetworks
{
    /// <param name="batchCapacity">Rows that go through a network at once.</param>
    /// <param name="criticRows">Rows of input that the critic keeps.</param>
    public MaddpgNetworks(
        IReadOnlyList<int> actorSizes, IReadOnlyList<int> criticSizes, int batchCapacity, int criticRows, AdamOptions adam,
        Xoshiro256 random)
    {
        Actor = new Mlp(actorSizes, batchCapacity);
        Critic = new Mlp(criticSizes, batchCapacity, criticRows);
        TargetActor = new Mlp(actorSizes, batchCapacity);
        TargetCritic = new Mlp(criticSizes, batchCapacity);
        Initialise.Uniform(Actor, random);
        Initialise.Uniform(Critic, random);
        TargetActor.CopyFrom(Actor);
        TargetCritic.CopyFrom(Critic);
        ActorAdam = new Adam(Actor.ParameterCount, adam);
        CriticAdam = new Adam(Critic.ParameterCount, adam);
    }

    public Mlp Actor { get; }

    public Mlp Critic { get; }

    public Mlp TargetActor { get; }

    public Mlp TargetCritic { get; }

    public Adam ActorAdam { get; }

    public Adam CriticAdam { get; }

    /// <summary>The step size of both optimisers from now on.</summary>
    public void SetRate(float learningRate)
    {
        ActorAdam.LearningRate = learningRate;
        CriticAdam.LearningRate = learningRate;
    }

    /// <summary>Targets follow by the share tau.</summary>
    public void Follow(float tau)
    {
        TargetActor.SoftUpdate(Actor, tau);
        TargetCritic.SoftUpdate(Critic, tau);
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var network in new[] { Actor, Critic, TargetActor, TargetCritic })
            writer.WriteArray(network.Values);
        ActorAdam.Save(writer);
        CriticAdam.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        foreach (var network in new[] { Actor, Critic, TargetActor, TargetCritic })
            reader.ReadArray(network.Parameters, Mlp.MostParameter);
        ActorAdam.Load(reader);
        CriticAdam.Load(reader);
    }
}
