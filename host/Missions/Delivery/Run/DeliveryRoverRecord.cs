namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>One rover's share of a <see cref="DeliveryRecord"/>.</summary>
/// <param name="Mode">As in its state frame: running, degraded, safe-stop ...; unknown before its first word.</param>
/// <param name="Phase">Of its round of assignment and edge: waiting, starting, driving, home, out.</param>
/// <param name="Node">The place it reached last.</param>
/// <param name="Target">The place it is on its way to; as <paramref name="Node"/> where it is sent nowhere.</param>
/// <param name="XM">Of a simulated rover where it is, else where it says it is; NaN before it has said so.</param>
/// <param name="YM">As <paramref name="XM"/>.</param>
/// <param name="HeadingRad">From east, counter-clockwise; NaN where nothing is known.</param>
/// <param name="SpeedMS">Along its heading; NaN where nothing is known.</param>
/// <param name="TimeUsedS">Since it left the depot, as it reported last.</param>
/// <param name="BatteryUsed">Battery used since the depot in the unit of the graph's limit, as it reported last.</param>
public sealed record DeliveryRoverRecord(
    string Name, string Mode, string Phase, string Node, string Target, double XM, double YM, double HeadingRad, double SpeedMS,
    double TimeUsedS, double BatteryUsed);
