namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>A step size that stays, then falls in a straight line.</summary>
internal static class LinearDecay
{
    /// <param name="done">Share of the run that is over, 0 .. 1.</param>
    /// <param name="decayShare">Share of the run, its end, over which it falls; 0: never.</param>
    /// <param name="final">Share of the step size at the end.</param>
    public static float Share(double done, double decayShare, double final)
    {
        var left = Math.Max(0.0, 1.0 - done);
        return left >= decayShare ? 1f : (float)(final + ((1.0 - final) * left / decayShare));
    }
}
