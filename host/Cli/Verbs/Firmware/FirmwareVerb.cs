using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Programs of rovers over the air.</summary>
public sealed class FirmwareVerb : Verb
{
    public override string Name => "firmware";

    public override string Summary => "Update the programs of a fleet's rovers over the air, or take them back.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae firmware pack publish --version 0.2.0 --out rover.maef", "an image of what a build left"),
        ("mae firmware push --image rover.maef --canary rover-1", "one rover first, then all together"),
        ("mae firmware rollback", "every rover runs again what it ran before"),
    ];

    public override IReadOnlyList<Verb> Children { get; } = [new FirmwarePackVerb(), new FirmwarePushVerb(), new FirmwareRollbackVerb()];
}
