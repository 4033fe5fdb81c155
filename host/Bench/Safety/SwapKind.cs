namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>Where rovers start and go.</summary>
public enum SwapKind
{
    /// <summary>Every other run the one and the other.</summary>
    Both,

    /// <summary>On a circle of one metre, each to the opposite place.</summary>
    Antipodal,

    /// <summary>Anywhere in a square of 3 m.</summary>
    Random,
}
