using System.Globalization;

namespace MultiAgentEdge.Host.Tracking.Setup;

/// <summary>
/// What a tracker knows before it looks: the markers on the floor and on the rovers. What stands in a <c>tracking.yaml</c>.
/// </summary>
public sealed record TrackingSetup
{
    public const string DefaultFile = "tracking.yaml";

    /// <summary>Marker 10 + n is on rover n, where nobody says otherwise: 0 to 9 are for the floor.</summary>
    public const int FirstRoverId = 11;

    public const double DefaultFloorM = 4;

    /// <summary>One of <see cref="Markers.MarkerFamily.Names"/>, or auto: the one whose floor markers are seen.</summary>
    public string Family { get; init; } = Markers.MarkerFamily.Auto;

    public IReadOnlyList<FloorMarker> Floor { get; init; } = FloorMarker.Rectangle(DefaultFloorM, DefaultFloorM);

    /// <summary>Side of the floor markers' black square, m; null: found out from their places.</summary>
    public double? FloorMarkerSizeM { get; init; }

    /// <summary>Null: nobody said which markers ride on rovers, so every one that is not on the floor does.</summary>
    public IReadOnlyList<RoverMarker>? Rovers { get; init; }

    /// <summary>Of rover markers that say nothing of their own, m.</summary>
    public double HeightM { get; init; }

    /// <summary>Side of the black square of rover markers that say nothing of their own, m; null: not checked.</summary>
    public double? RoverMarkerSizeM { get; init; }

    /// <summary>Null: focal length and k1 are found out from the floor markers.</summary>
    public LensModel? Lens { get; init; }

    /// <summary>Null: a marker that nobody named.</summary>
    public RoverMarker? RoverOf(int markerId)
    {
        if (Rovers is not null)
            return Rovers.FirstOrDefault(rover => rover.MarkerId == markerId);
        return new RoverMarker(DefaultName(markerId), markerId) { HeightM = HeightM, SizeM = RoverMarkerSizeM };
    }

    public FloorMarker? FloorOf(int markerId) => Floor.FirstOrDefault(marker => marker.Id == markerId);

    /// <summary>The rovers of a fleet, in its order, on markers 11, 12, ...</summary>
    public TrackingSetup With(IEnumerable<string> rovers) => this with
    {
        Rovers = [.. rovers.Select((name, n) => new RoverMarker(name, FirstRoverId + n) { HeightM = HeightM, SizeM = RoverMarkerSizeM })],
    };

    private static string DefaultName(int markerId) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{(markerId >= FirstRoverId ? "rover" : "marker")}-{(markerId >= FirstRoverId ? markerId - FirstRoverId + 1 : markerId)}");
}
