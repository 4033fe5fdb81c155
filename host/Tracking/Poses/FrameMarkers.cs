using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Poses;

/// <summary>The markers that one image shows, by what they are for.</summary>
public sealed record FrameMarkers(IReadOnlyList<FloorSighting> Floor, IReadOnlyList<(SeenMarker Seen, RoverMarker Rover)> Rovers,
    IReadOnlyList<int> Strangers)
{
    /// <summary>An id that is seen twice is nobody's: one of the two is no marker, or two were printed.</summary>
    public static FrameMarkers Of(IReadOnlyList<SeenMarker> seen, TrackingSetup setup)
    {
        var floor = new List<FloorSighting>();
        var rovers = new List<(SeenMarker, RoverMarker)>();
        var strangers = new List<int>();
        foreach (var group in seen.GroupBy(one => one.Id).OrderBy(group => group.Key))
        {
            var one = group.First();
            if (group.Count() > 1)
                strangers.Add(one.Id);
            else if (setup.FloorOf(one.Id) is { } marker)
                floor.Add(new FloorSighting(marker, one.Corners, one.Middle));
            else if (setup.RoverOf(one.Id) is { } rover)
                rovers.Add((one, rover));
            else
                strangers.Add(one.Id);
        }

        return new FrameMarkers(floor, rovers, strangers);
    }

    public int Count => Floor.Count + Rovers.Count + Strangers.Count;
}
