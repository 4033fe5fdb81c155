using OpenCvSharp;
using OpenCvSharp.Aruco;

namespace MultiAgentEdge.Host.Tracking.Markers;

/// <summary>The cells of a family's markers with their black border: what is printed, drawn in scenes and read in images.</summary>
public static class MarkerCells
{
    /// <returns>Bits + 2 cells a side, row by row from the top left; true is white.</returns>
    /// <exception cref="Commands.MaeException">MAE630: no native library.</exception>
    public static bool[,] Of(MarkerFamily family, int id)
    {
        OpenCv.Require();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, family.Count);
        using var dictionary = CvAruco.GetPredefinedDictionary(family.Type);
        return Of(dictionary, family, id);
    }

    /// <summary>By id.</summary>
    /// <exception cref="Commands.MaeException">MAE630: no native library.</exception>
    public static IReadOnlyList<bool[,]> All(MarkerFamily family)
    {
        OpenCv.Require();
        using var dictionary = CvAruco.GetPredefinedDictionary(family.Type);
        return [.. Enumerable.Range(0, family.Count).Select(id => Of(dictionary, family, id))];
    }

    private static bool[,] Of(Dictionary dictionary, MarkerFamily family, int id)
    {
        using var image = new Mat();
        // Held by name, here and elsewhere: an array that is made on the way may be collected while OpenCV writes to it.
        using var output = OutputArray.Create(image);
        var side = family.Bits + 2;
        dictionary.GenerateImageMarker(id, side, output, 1);
        var cells = new bool[side, side];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
                cells[row, column] = image.At<byte>(row, column) > 127;
        }

        return cells;
    }
}
