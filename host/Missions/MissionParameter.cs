using MultiAgentEdge.Host.Coordination.Tuning;

namespace MultiAgentEdge.Host.Missions;

/// <summary>One entry of a mission's parameter sets.</summary>
/// <param name="Id">For a mission of one's own 256 to 65535; unique in a mission.</param>
/// <param name="Name">snake_case, as <c>mae param</c> shows it.</param>
/// <param name="Unit">m, m/s, periods; - for pure numbers.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Least">Of each of its numbers, where a person may turn it while rovers drive (<c>mae param set</c>).</param>
/// <param name="Most">Likewise; not above <paramref name="Least"/>: it cannot be turned.</param>
/// <param name="Default">What the mission gives where nothing is said; null: it depends.</param>
public sealed record MissionParameter(
    ushort Id, string Name, string Unit, string Description, double Least = 0, double Most = 0, double? Default = null)
{
    /// <summary>As people turn it.</summary>
    public ParameterDeclaration Declaration =>
        new(Id, Name, Unit, Description, Least, Most, Default, Most > Least ? null : "Run the mission anew with another.");
}
