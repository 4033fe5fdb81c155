using System.IO.Compression;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>A text file as it is, or packed beside its name as <c>name.gz</c>: whoever reads takes both.</summary>
public static class PackedFile
{
    public const string Extension = ".gz";

    /// <summary>Packs a file and removes it; nothing is lost where that fails.</summary>
    /// <exception cref="IOException">The disk is full or gone: the file is still there.</exception>
    public static void Pack(string path)
    {
        var partial = path + Extension + ".partial";
        using (var plain = new FileStream(path, FileMode.Open, FileAccess.Read))
        using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write))
        {
            using (var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                plain.CopyTo(packed);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path + Extension, overwrite: true);
        File.Delete(path);
    }

    /// <summary>Puts it back as it was, where it is packed; nothing where it is not.</summary>
    public static void Unpack(string path)
    {
        if (File.Exists(path) || !File.Exists(path + Extension))
            return;
        using (var reader = new GZipStream(new FileStream(path + Extension, FileMode.Open, FileAccess.Read), CompressionMode.Decompress))
        using (var plain = new FileStream(path + ".partial", FileMode.Create, FileAccess.Write))
            reader.CopyTo(plain);
        File.Move(path + ".partial", path, overwrite: true);
        File.Delete(path + Extension);
    }

    /// <param name="path">Without the extension.</param>
    /// <exception cref="FileNotFoundException">Neither is there.</exception>
    public static StreamReader OpenText(string path) => File.Exists(path) || !File.Exists(path + Extension)
        ? new StreamReader(path)
        : new StreamReader(new GZipStream(new FileStream(path + Extension, FileMode.Open, FileAccess.Read), CompressionMode.Decompress));
}
