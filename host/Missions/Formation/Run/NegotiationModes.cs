using MultiAgentEdge.Coupling;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>The fleet file's words for the modes of negotiation.</summary>
public static class NegotiationModes
{
    public static NegotiationMode Of(string name) => name switch
    {
        "admm" => NegotiationMode.Admm,
        "newton" => NegotiationMode.DualNewton,
        "fista" => NegotiationMode.Fista,
        _ => NegotiationMode.Subgradient,
    };
}
