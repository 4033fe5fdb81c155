using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Floor;

/// <summary>
/// Where a camera that stands shows each floor marker, averaged over images: noise goes down, and a marker that is covered for a while is
/// still known. A camera that was moved shows them elsewhere.
/// </summary>
public sealed class FloorMemory
{
    /// <summary>A corner elsewhere by this, px of an image 1,920 wide: the camera, or the marker, was moved.</summary>
    public const double MovedPx = 3;

    private const int LongestMean = 200;

    private readonly Dictionary<int, Mean> means = [];

    /// <summary>What is known of every marker seen so far.</summary>
    public IReadOnlyList<FloorSighting> Known => [.. means.OrderBy(one => one.Key).Select(one => one.Value.Sighting)];

    /// <summary>Largest distance between what is seen and what is known, px; 0 where nothing seen is known.</summary>
    public double Off(IReadOnlyList<FloorSighting> seen) => seen.Where(one => means.ContainsKey(one.Marker.Id))
        .SelectMany(one => one.Corners.Zip(means[one.Marker.Id].Sighting.Corners, (a, b) => (a - b).Length)).DefaultIfEmpty(0).Max();

    public void Add(IReadOnlyList<FloorSighting> seen)
    {
        foreach (var one in seen)
        {
            if (!means.TryGetValue(one.Marker.Id, out var mean))
                means[one.Marker.Id] = mean = new Mean(one);
            mean.Add(one);
        }
    }

    public void Clear() => means.Clear();

    private sealed class Mean(FloorSighting first)
    {
        private int count;

        public FloorSighting Sighting { get; private set; } = first;

        public void Add(FloorSighting seen)
        {
            count = Math.Min(count + 1, LongestMean);
            var share = 1.0 / count;
            Sighting = new FloorSighting(seen.Marker, [.. Sighting.Corners.Zip(seen.Corners, (old, now) => old + ((now - old) * share))],
                Sighting.MiddlePx + ((seen.MiddlePx - Sighting.MiddlePx) * share));
        }
    }
}
