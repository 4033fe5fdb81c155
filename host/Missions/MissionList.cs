using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Missions.Coverage;
using MultiAgentEdge.Host.Missions.Delivery;
using MultiAgentEdge.Host.Missions.Formation;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions;

/// <summary>The missions of one start of <c>mae</c>: the product's, and those that it was given. The only place that knows more than
/// one.</summary>
public sealed class MissionList
{
    private static readonly IMission[] Product = [new FormationListing(), new CoverageListing(), new DeliveryListing()];

    private MissionList(IReadOnlyList<IMission> own) => (Own, All) = (own, [.. Product, .. own]);

    /// <summary>The product's alone.</summary>
    public static MissionList BuiltIn { get; } = new([]);

    public IReadOnlyList<IMission> All { get; }

    /// <summary>Those that the product was given.</summary>
    public IReadOnlyList<IMission> Own { get; }

    /// <summary>What simulated rovers are told of them.</summary>
    public IControllerMaker[] Controllers => [.. Own.Select(mission => mission.Controller).OfType<IControllerMaker>()];

    /// <summary>Name and unit of an entry of a mission of one's own; null: none is known.</summary>
    public (string Name, string Unit)? NameOf(MissionKind kind, ushort id) =>
        Own.FirstOrDefault(mission => mission.Kind == kind)?.Parameters.FirstOrDefault(entry => entry.Id == id) is { } known
            ? (known.Name, known.Unit) : null;

    /// <param name="own">Names and kinds are each a mission's alone; see <c>MissionFile</c> of host/Cli for what is refused.</param>
    public static MissionList With(params IReadOnlyList<IMission> own) => new(own);
}
