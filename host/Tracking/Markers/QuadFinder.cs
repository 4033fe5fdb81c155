using MultiAgentEdge.Host.Tracking.Setup;
using OpenCvSharp;
using OpenCvSharp.Aruco;

namespace MultiAgentEdge.Host.Tracking.Markers;

/// <summary>
/// Everything in an image that could be a marker: dark quadrangles on lighter ground, by OpenCV, their corners refined. What is on them is
/// read by
/// <see cref="MarkerCode"/>: OpenCV's own reading takes the outline's corners as they are, which at three pixels a cell costs half of the
/// markers.
/// </summary>
public sealed class QuadFinder : IDisposable
{
    // How far to look for an edge, before it is known how many cells there are.
    private const int LikelyCells = 8;

    private readonly Dictionary dictionary;
    private readonly ArucoDetector detector;
    private readonly Mat smooth;

    /// <exception cref="Commands.MaeException">MAE630: no native library.</exception>
    public QuadFinder()
    {
        // Before the first of OpenCV's objects, which a field's own initialiser would make earlier.
        OpenCv.Require();
        smooth = new Mat();
        dictionary = CvAruco.GetPredefinedDictionary(PredefinedDictionaryType.Dict4X4_50);
        detector = new ArucoDetector(dictionary, Parameters(), new RefineParameters());
    }

    /// <param name="grey">One channel of 8 bits.</param>
    /// <returns>Corners clockwise, px.</returns>
    public IReadOnlyList<Point2[]> Find(Mat grey)
    {
        // Noise has as many outlines as pixels; the corners are refined on the image as it is.
        using (InputArray from = InputArray.Create(grey))
        using (OutputArray to = OutputArray.Create(smooth))
            Cv2.GaussianBlur(from, to, new Size(3, 3), 0);
        using InputArray image = InputArray.Create(smooth);
        detector.DetectMarkers(image, out var named, out _, out var unnamed);
        var pixels = new GreyImage(grey);
        var found = new List<Point2[]>(named.Length + unnamed.Length);
        foreach (var quad in named.Concat(unnamed))
        {
            Point2[] corners = [.. quad.Select(corner => new Point2(corner.X, corner.Y))];
            var side = Enumerable.Range(0, 4).Min(i => (corners[(i + 1) % 4] - corners[i]).Length);
            found.Add(EdgeFit.Refine(pixels, corners, side / LikelyCells));
        }

        return found;
    }

    public void Dispose()
    {
        smooth.Dispose();
        detector.Dispose();
        dictionary.Dispose();
    }

    private static DetectorParameters Parameters() => new()
    {
        AdaptiveThreshWinSizeMin = 23,
        AdaptiveThreshWinSizeMax = 23,
        AdaptiveThreshWinSizeStep = 10,
        AdaptiveThreshConstant = 8,
        // Of the image's longer side: from 12 px a side at 1080p.
        MinMarkerPerimeterRate = 0.025,
        CornerRefinementMethod = CornerRefineMethod.None,
        ErrorCorrectionRate = 0,
        PerspectiveRemovePixelPerCell = 2,
    };
}
