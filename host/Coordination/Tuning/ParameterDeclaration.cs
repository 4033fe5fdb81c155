using System.Globalization;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Coordination.Tuning;

/// <summary>A parameter as people turn it: what <c>mae param list</c>, a page's slider and the docs say of it.</summary>
/// <param name="Id">See <see cref="ParameterId"/>.</param>
/// <param name="Name">snake_case; <c>actor_weight_0</c> is the first of the numbers of that kind.</param>
/// <param name="Unit">See <see cref="ParameterName.UnitOf"/>.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Least">Of each of its numbers.</param>
/// <param name="Most">Likewise.</param>
/// <param name="Default">Where a set has no such entry, or its mission writes no other; null: the mission's to say.</param>
/// <param name="Instead">What to do instead, of one that cannot be turned while rovers have it; null: it can.</param>
public sealed record ParameterDeclaration(
    ushort Id, string Name, string Unit, string Description, double Least, double Most, double? Default = null, string? Instead = null)
{
    /// <summary>Whether a person may turn it on a set that rovers have.</summary>
    public bool IsLive => Instead is null;

    /// <summary>For people: "0.01 to 1".</summary>
    public string Range => string.Create(CultureInfo.InvariantCulture, $"{Least:G6} to {Most:G6}");
}
