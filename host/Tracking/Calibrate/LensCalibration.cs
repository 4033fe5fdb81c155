using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;
using OpenCvSharp;

namespace MultiAgentEdge.Host.Tracking.Calibrate;

/// <summary>A lens from images of a chessboard, by OpenCV (Zhang 2000; corners by Duda and Frese 2018).</summary>
/// <param name="RmsPx">Between the corners as seen and as the lens would show them.</param>
/// <param name="Used">Files in which the whole board was found.</param>
/// <param name="Unused">The others.</param>
public sealed record LensCalibration(LensModel Lens, double RmsPx, IReadOnlyList<string> Used, IReadOnlyList<string> Unused)
{
    public const int LeastImages = 5;

    // Boards turned less than this against each other say nothing of the focal length, rad.
    private const double LeastTilt = 0.2;

    /// <param name="across">Squares in a row.</param>
    /// <param name="down">Squares in a column.</param>
    /// <exception cref="MaeException">MAE630, MAE631, or MAE641: too few boards, all from one side, or images of several sizes.</exception>
    public static LensCalibration From(IReadOnlyList<string> files, int across, int down, double squareM, CancellationToken cancellation)
    {
        OpenCv.Require();
        var inner = new Size(across - 1, down - 1);
        var (used, unused, corners, sizes) = (new List<string>(), new List<string>(), new List<Point2f[]>(), new List<Size>());
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            using var image = ImageFolder.Read(file);
            var found = image is null ? null : Corners(image, inner);
            (found is null ? unused : used).Add(Path.GetFileName(file));
            if (found is null)
                continue;
            corners.Add(found);
            sizes.Add(image!.Size());
        }

        if (sizes.Distinct().Count() > 1)
            throw Cannot($"The images have {sizes.Distinct().Count()} sizes: a lens is calibrated at one.",
                "Take all with the camera's setting for the floor.");
        if (used.Count < LeastImages)
        {
            throw Cannot(
                string.Create(CultureInfo.InvariantCulture,
                    $"A whole board of {across} x {down} squares is seen in {used.Count} of {files.Count} images; {LeastImages} are "
                    + $"needed, 15 are good."),
                "Count the squares (--squares), light it evenly, keep all of it in the image with white around it.");
        }

        var board = Enumerable.Range(0, inner.Height)
            .SelectMany(row => Enumerable.Range(0, inner.Width)
            .Select(column => new Point3f((float)(column * squareM), (float)(row * squareM), 0))).ToArray();
        var (matrix, bends) = (new double[3, 3], new double[5]);
        var rms = Cv2.CalibrateCamera(corners.Select(_ => board), corners, sizes[0], matrix, bends, out var turns, out _);
        if (!(Tilt(turns) >= LeastTilt))
            throw Cannot("All boards are seen from one side, which leaves the focal length open.",
                "Tilt the board, or the camera, by 30 degrees and more, to all sides.");
        var lens = new LensModel(sizes[0].Width, sizes[0].Height, matrix[0, 0], matrix[1, 1], matrix[0, 2], matrix[1, 2]) { K1 = bends[0],
            K2 = bends[1], P1 = bends[2], P2 = bends[3], K3 = bends[4] };
        return new LensCalibration(lens, rms, used, unused);
    }

    private static Point2f[]? Corners(Mat image, Size inner)
    {
        using var input = InputArray.Create(image);
        return Cv2.FindChessboardCornersSB(input, inner, out var corners, ChessboardFlags.NormalizeImage | ChessboardFlags.Accuracy)
            && corners.Length == inner.Width * inner.Height
            ? corners
            : null;
    }

    // Largest angle between two boards' normals.
    private static double Tilt(IReadOnlyList<Vec3d> turns)
    {
        var normals = turns.Select(turn =>
        {
            Cv2.Rodrigues([turn.Item0, turn.Item1, turn.Item2], out var matrix, out _);
            return (X: matrix[0, 2], Y: matrix[1, 2], Z: matrix[2, 2]);
        }).ToList();
        return normals.Max(a => normals.Max(b => Math.Acos(Math.Clamp((a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z), -1, 1))));
    }

    private static MaeException Cannot(string what, string next) => new(ExitCode.Failed, "MAE641", what, next);
}
