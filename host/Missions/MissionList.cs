using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Missions.Coverage;
using MultiAgentEdge.Host.Missions.Delivery;
using MultiAgentEdge.Host.Missions.Formation;

namespace MultiAgentEdge.Host.Missions;

/// <summary>The missions of one start of <c>mae</c>: the product's, and those that it was given. The only place that knows more than one.</summary>
public sealed class MissionList
{
    private MissionList(IReadOnlyList<IMission> own) => (Own, All) = (own, [new FormationListing(), new CoverageListing(), new DeliveryListing(), .. own]);

    public IReadOnlyList<IMission> All { get; }

    /// <summary>Those that the product was given.</summary>
    public IReadOnlyList<IMission> Own { get; }

    /// <summary>What simulated rovers are told of them.</summary>
    public IControllerMaker[] Controllers => [.. Own.Select(mission => mission.Controller).OfType<IControllerMaker>()];

    /// <param name="own">Names and kinds are each a mission's alone; see <c>MissionFile</c> of host/Cli for what is refused.</param>
    public static MissionList With(params IReadOnlyList<IMission> own) => new(own);
}
