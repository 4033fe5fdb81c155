using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What concerns a fleet as a whole.</summary>
public sealed class FleetVerb : Verb
{
    public override string Name => "fleet";

    public override string Summary => "Secure a fleet: passwords, certificates, access list, signing key.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae fleet secure", "everything for the fleet in fleet.yaml, and what to type next")];

    public override IReadOnlyList<Verb> Children { get; } = [new FleetSecureVerb()];
}
