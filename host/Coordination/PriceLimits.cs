using MultiAgentEdge.Coupling;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>Between what a rover's price must be at every stage, one each coupling output, in units of cost per unit of output.</summary>
public sealed record PriceLimits(double[] Lower, double[] Upper)
{
    /// <summary>What this negotiator can send an agent; anything where its problem has no limits.</summary>
    public static PriceLimits Of(Negotiator negotiator, int agent, int outputCount)
    {
        var limits = new PriceLimits(new double[outputCount], new double[outputCount]);
        negotiator.CopyPriceLimits(agent, limits.Lower, limits.Upper);
        return limits;
    }
}
