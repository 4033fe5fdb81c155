namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>One control period of a delivery run, as the period ended.</summary>
/// <param name="Day">The first is 1.</param>
/// <param name="TimeS">Since the day began.</param>
public sealed record DeliveryRecord(int Day, double TimeS, DeliveryRoverRecord[] Rovers);
