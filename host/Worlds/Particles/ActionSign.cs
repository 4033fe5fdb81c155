namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>Which of a pair of opposite actions comes first.</summary>
public enum ActionSign
{
    /// <summary>1 pushes to +x, 2 to -x, 3 to +y, 4 to -y (OpenAI).</summary>
    PlusFirst,

    /// <summary>1 pushes to -x, 2 to +x, 3 to -y, 4 to +y (MPE2).</summary>
    MinusFirst,
}
