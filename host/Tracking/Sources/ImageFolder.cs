using MultiAgentEdge.Host.Commands;
using OpenCvSharp;

namespace MultiAgentEdge.Host.Tracking.Sources;

/// <summary>The images of a folder, in the order of their names.</summary>
public static class ImageFolder
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".pgm", ".ppm", ".webp"];

    /// <summary>Full paths; of one image where a file is named.</summary>
    /// <exception cref="MaeException">MAE631: no folder, or nothing in it.</exception>
    public static IReadOnlyList<string> List(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw Nothing($"There is no folder {path}.", "Name a folder of images: mae track --images DIR.");
        string[] files = [.. Directory.EnumerateFiles(path).Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw Nothing($"No image is in {path}.", $"Images end in {string.Join(", ", Endings)}.");
    }

    /// <summary>Grey, 8 bits; null: no image that can be read.</summary>
    public static Mat? Read(string file)
    {
        Mat image;
        try
        {
            image = Cv2.ImRead(file, ImreadModes.Grayscale);
        }
        catch (Exception exception) when (exception is OpenCVException or OpenCvSharpException or IOException)
        {
            return null;
        }

        if (!image.Empty())
            return image;
        image.Dispose();
        return null;
    }

    internal static MaeException Nothing(string what, string next) => new(ExitCode.Configuration, "MAE631", what, next);
}
