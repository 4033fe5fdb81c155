namespace MultiAgentEdge.Host.Worlds;

/// <summary>What the world does that the controller's model does not know. All zero and one: the model is exact.</summary>
public sealed record DeliveryDisturbance
{
    /// <summary>Standard deviation of a push in x and in y each period, m, &gt;= 0.</summary>
    public double PositionNoiseM { get; init; }

    /// <summary>Standard deviation of a heading error each period, rad, &gt;= 0.</summary>
    public double HeadingNoiseRad { get; init; }

    /// <summary>Standard deviation of a speed error each period, m/s, &gt;= 0.</summary>
    public double SpeedNoiseMS { get; init; }

    /// <summary>Wind in the rover's face whichever way it drives, m/s: it draws power as if it were so much faster. &gt;= 0.</summary>
    public double HeadwindMS { get; init; }

    /// <summary>A weak battery empties by this factor faster, &gt;= 1.</summary>
    public double DrainFactor { get; init; } = 1;

    public bool IsNone => PositionNoiseM == 0 && HeadingNoiseRad == 0 && SpeedNoiseMS == 0 && HeadwindMS == 0 && DrainFactor == 1;

    /// <summary>What an edge is allowed beyond its estimate, as a share, where nobody says: an exact model needs nothing (Theorem 1 of
    /// paper S4).</summary>
    public double DefaultMargin => IsNone ? 0 : 0.1;
}
