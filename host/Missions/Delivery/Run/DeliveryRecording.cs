using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>A delivery run as its record has it: places, ways between them, rovers.</summary>
internal static class DeliveryRecording
{
    private const double RadiusShare = 0.02;

    /// <param name="live">Null: the rovers are simulated.</param>
    public static RecordSetup Setup(DeliveryRunOptions options, FleetFile? live)
    {
        var nodes = options.Graph.Nodes;
        var width = Math.Max(nodes.Max(node => node.XM) - nodes.Min(node => node.XM), nodes.Max(node => node.YM) - nodes.Min(node => node.YM));
        var radiusM = Math.Max(0.05, RadiusShare * width);
        return new(options.Fleet, MissionKind.Delivery, OnWheels: true, radiusM, live)
        {
            Map = [.. nodes.Select((node, i) => new SceneShape($"place {node.Name}", i == options.Graph.Depot ? "depot" : "place")
            {
                XM = node.XM,
                YM = node.YM,
                RadiusM = radiusM / 2,
                Label = node.Name,
                Color = i == options.Graph.Depot ? SceneShape.Orange : SceneShape.Green,
            })],
        };
    }

    public static IReadOnlyList<RecordedRover> Rovers(DeliveryRecord record) =>
        [.. record.Rovers.Select(rover => new RecordedRover(rover.Name, rover.Mode, 0, rover.XM, rover.YM, rover.HeadingRad)
        {
            State = double.IsFinite(rover.XM)
                ? [rover.XM, rover.YM, rover.HeadingRad, rover.SpeedMS, rover.BatteryUsed, rover.TimeUsedS]
                : [],
        })];
}
