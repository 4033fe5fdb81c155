namespace MultiAgentEdge.Host.Tracking.Bench;

/// <summary>What stands between a scene and its image.</summary>
public sealed record SceneLook
{
    /// <summary>Of the lens and of motion, px.</summary>
    public double BlurPx { get; init; } = 0.8;

    /// <summary>Of each pixel, of 255 grey levels.</summary>
    public double NoiseLevels { get; init; } = 5;

    /// <summary>Share of its light that the image loses from one side to the other.</summary>
    public double Shade { get; init; } = 0.4;

    /// <summary>Black quadrangles with random cells on the floor: what is no marker.</summary>
    public int Decoys { get; init; } = 6;

    /// <summary>Grey blots anywhere before the floor.</summary>
    public int Blots { get; init; } = 2;
}
