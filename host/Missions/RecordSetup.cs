using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions;

/// <summary>What a record of a drive has to know before it begins.</summary>
/// <param name="Fleet">Its name.</param>
/// <param name="Kind">What the rovers do.</param>
/// <param name="OnWheels">Whether they have wheels, a front, and count their way.</param>
/// <param name="RadiusM">Of a rover's body, m.</param>
/// <param name="Live">The rovers are out there: what they say is recorded as it is. Null: they are simulated.</param>
public sealed record RecordSetup(string Fleet, MissionKind Kind, bool OnWheels, double RadiusM, FleetFile? Live)
{
    /// <summary>What stands on the map from the beginning.</summary>
    public IReadOnlyList<SceneShape> Map { get; init; } = [];
}
