namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>How coverage and collisions become rewards; D = sum over landmarks of the distance to the nearest agent.</summary>
public enum ParticleReward
{
    /// <summary>Every agent gets -D - 2 pairs / N: the mean over agents of -D - own collisions. This product's default.</summary>
    Shared,

    /// <summary>Agent i gets -D - own collisions - 1: OpenAI counts an agent's collision with itself. Its shared reward is the sum over
    /// agents.</summary>
    OpenAi,

    /// <summary>Agent i gets -(1 - local_ratio) D - local_ratio * own collisions (MPE2, PettingZoo).</summary>
    LocalRatio,
}
