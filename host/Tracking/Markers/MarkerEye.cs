using MultiAgentEdge.Host.Tracking.Setup;
using OpenCvSharp;

namespace MultiAgentEdge.Host.Tracking.Markers;

/// <summary>
/// Finds the markers of a setup, whose family may be unknown: then every family is tried on the same quadrangles until one shows floor
/// markers enough that it cannot be chance, and with that one it stays.
/// </summary>
public sealed class MarkerEye : IDisposable
{
    // Of 4x4-50 one black quadrangle in some hundred is a marker by chance; three of them with the floor's ids are not.
    private const int Certain = 3;

    private readonly TrackingSetup setup;
    private readonly QuadFinder quads = new();
    private MarkerCode? chosen;
    private List<MarkerCode>? tried;

    /// <exception cref="Commands.MaeException">MAE630: no native library.</exception>
    public MarkerEye(TrackingSetup setup)
    {
        this.setup = setup;
        if (MarkerFamily.Of(setup.Family) is { } family)
            chosen = new MarkerCode(family);
    }

    /// <summary>Null: not yet known.</summary>
    public MarkerFamily? Family => chosen?.Family;

    /// <param name="grey">One channel of 8 bits.</param>
    public IReadOnlyList<SeenMarker> Look(Mat grey)
    {
        var found = quads.Find(grey);
        var pixels = new GreyImage(grey);
        if (chosen is null)
            Choose(found, pixels);
        return chosen is null ? [] : Read(chosen, found, pixels);
    }

    public void Dispose() => quads.Dispose();

    private void Choose(IReadOnlyList<Point2[]> found, GreyImage pixels)
    {
        tried ??= [.. MarkerFamily.All.Select(family => new MarkerCode(family))];
        (int Floor, int All) best = default;
        foreach (var code in tried)
        {
            var seen = Read(code, found, pixels);
            var score = (Floor: seen.Select(one => one.Id).Distinct().Count(id => setup.FloorOf(id) is not null), All: seen.Count);
            // 4x4-50 are the first fifty of 4x4-1000: a larger family must show more, and one more may be chance.
            if (score.Floor < Math.Min(Certain, setup.Floor.Count) || score.Floor < best.Floor
                || (chosen is not null && score.All <= best.All + 1))
                continue;
            (best, chosen) = (score, code);
        }

        if (chosen is not null)
            tried = null;
    }

    private static List<SeenMarker> Read(MarkerCode code, IReadOnlyList<Point2[]> found, GreyImage pixels)
    {
        var seen = new List<SeenMarker>();
        foreach (var corners in found)
        {
            // The outline's outer and inner side may both be there: the same marker twice.
            if (code.Read(pixels, corners) is { } marker
                && seen.All(other => other.Id != marker.Id || (other.Middle - marker.Middle).Length > marker.SidePx * 0.5))
                seen.Add(marker);
        }

        return seen;
    }
}
