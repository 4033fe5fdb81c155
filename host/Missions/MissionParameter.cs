namespace MultiAgentEdge.Host.Missions;

/// <summary>One entry of a mission's parameter sets.</summary>
/// <param name="Id">For a mission of one's own 256 to 65535; unique in a mission.</param>
/// <param name="Name">snake_case, as <c>mae param</c> shows it.</param>
/// <param name="Unit">m, m/s, periods; - for pure numbers.</param>
/// <param name="Description">One sentence.</param>
public sealed record MissionParameter(ushort Id, string Name, string Unit, string Description);
